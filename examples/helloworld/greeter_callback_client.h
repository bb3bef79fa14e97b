// SPDX-License-Identifier: Apache-2.0
//
// The Greeter's client, with the callback API: a call is a function that
// returns at once, and that calls back when the reply is there.

#ifndef EXAMPLES_HELLOWORLD_GREETER_CALLBACK_CLIENT_H_
#define EXAMPLES_HELLOWORLD_GREETER_CALLBACK_CLIENT_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"

// Thread-safe: calls may be made on many threads at a time.
class GreeterCallbackClient {
 public:
  // Each call fails with DEADLINE_EXCEEDED if it has no reply after `timeout`.
  GreeterCallbackClient(const std::shared_ptr<grpc::Channel>& channel,
                        absl::Duration timeout);

  // Takes the server's greeting, or the status of the failed call. Runs once,
  // on a thread of gRPC's, and must not block.
  using Done = std::function<void(absl::StatusOr<std::string>)>;

  // Destroy the client only after every `done` has been called, and never
  // inside one: see Call in greeter_callback_client.cc.
  void SayHello(const std::string& name, Done done);
  void SayHelloAgain(const std::string& name, Done done);

 private:
  const std::unique_ptr<helloworld::Greeter::Stub> stub_;
  const absl::Duration timeout_;
};

#endif  // EXAMPLES_HELLOWORLD_GREETER_CALLBACK_CLIENT_H_
