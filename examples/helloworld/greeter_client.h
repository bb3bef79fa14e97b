// SPDX-License-Identifier: Apache-2.0
//
// The Greeter's client, with the synchronous API: a call is a function that
// returns when the reply is there.

#ifndef EXAMPLES_HELLOWORLD_GREETER_CLIENT_H_
#define EXAMPLES_HELLOWORLD_GREETER_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"

// Thread-safe: calls may be made on many threads at a time.
class GreeterClient {
 public:
  // Each call fails with DEADLINE_EXCEEDED if it has no reply after `timeout`.
  GreeterClient(const std::shared_ptr<grpc::Channel>& channel,
                absl::Duration timeout);

  // Returns the server's greeting, or the status of the failed call.
  absl::StatusOr<std::string> SayHello(const std::string& name);
  absl::StatusOr<std::string> SayHelloAgain(const std::string& name);

 private:
  const std::unique_ptr<helloworld::Greeter::Stub> stub_;
  const absl::Duration timeout_;
};

#endif  // EXAMPLES_HELLOWORLD_GREETER_CLIENT_H_
