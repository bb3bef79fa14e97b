// SPDX-License-Identifier: Apache-2.0
//
// The Greeter's client, with coroutines: a call reads like a synchronous one,
// and holds no thread while it waits for its reply.

#ifndef EXAMPLES_HELLOWORLD_GREETER_COROUTINE_CLIENT_H_
#define EXAMPLES_HELLOWORLD_GREETER_COROUTINE_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "coroutine/task.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"

// Thread-safe: calls may be made on many threads at a time.
class GreeterCoroutineClient {
 public:
  // Each call fails with DEADLINE_EXCEEDED if it has no reply after `timeout`.
  GreeterCoroutineClient(const std::shared_ptr<grpc::Channel>& channel,
                         absl::Duration timeout);

  // The server's greeting, or the status of the failed call. The call is made
  // when the task is awaited, so the name is taken by value. Destroy the client
  // only after every task is over, and never inside one: its channel would wait
  // for the thread that it is destroyed on (gRPC 1.51).
  coroutine::Task<absl::StatusOr<std::string>> SayHello(std::string name);
  coroutine::Task<absl::StatusOr<std::string>> SayHelloAgain(std::string name);

 private:
  const std::unique_ptr<helloworld::Greeter::Stub> stub_;
  const absl::Duration timeout_;
};

#endif  // EXAMPLES_HELLOWORLD_GREETER_COROUTINE_CLIENT_H_
