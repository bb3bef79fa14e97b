// SPDX-License-Identifier: Apache-2.0
//
// The same call without a deadline and with one.

#ifndef EXAMPLES_FEATURES_DEADLINE_DEADLINE_CLIENT_H_
#define EXAMPLES_FEATURES_DEADLINE_DEADLINE_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"

// Thread-safe. Each method returns the server's greeting, or the status of the
// failed call.
class DeadlineClient {
 public:
  explicit DeadlineClient(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(helloworld::Greeter::NewStub(channel)) {}

  // Waits for ever for a server that never answers. Not to be copied.
  absl::StatusOr<std::string> SayHelloWithoutDeadline(const std::string& name);

  // DEADLINE_EXCEEDED if there is no reply after `timeout`.
  absl::StatusOr<std::string> SayHello(const std::string& name,
                                       absl::Duration timeout);
  absl::StatusOr<std::string> SayHelloAgain(const std::string& name,
                                            absl::Duration timeout);

 private:
  const std::unique_ptr<helloworld::Greeter::Stub> stub_;
};

#endif  // EXAMPLES_FEATURES_DEADLINE_DEADLINE_CLIENT_H_
