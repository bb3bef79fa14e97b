// SPDX-License-Identifier: Apache-2.0
//
// Calls that say, or do not say, whether to wait for the server.

#ifndef EXAMPLES_FEATURES_WAIT_FOR_READY_WAIT_FOR_READY_CLIENT_H_
#define EXAMPLES_FEATURES_WAIT_FOR_READY_WAIT_FOR_READY_CLIENT_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"

// Thread-safe. Each method returns the server's greeting, or the status of the
// failed call: DEADLINE_EXCEEDED if there is no reply after `timeout`.
//
// If the server cannot be reached, a call with `wait` true waits until it can,
// and one with false is UNAVAILABLE. Without a value, the channel's service
// config decides, which says false unless it says otherwise.
class WaitForReadyClient {
 public:
  explicit WaitForReadyClient(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(helloworld::Greeter::NewStub(channel)) {}

  absl::StatusOr<std::string> SayHello(const std::string& name,
                                       std::optional<bool> wait,
                                       absl::Duration timeout);
  absl::StatusOr<std::string> SayHelloAgain(const std::string& name,
                                            std::optional<bool> wait,
                                            absl::Duration timeout);

 private:
  const std::unique_ptr<helloworld::Greeter::Stub> stub_;
};

#endif  // EXAMPLES_FEATURES_WAIT_FOR_READY_WAIT_FOR_READY_CLIENT_H_
