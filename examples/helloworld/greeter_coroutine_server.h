// SPDX-License-Identifier: Apache-2.0
//
// The Greeter's server, with coroutines: a method starts a coroutine, which
// reads like a synchronous method and keeps no thread while it waits.

#ifndef EXAMPLES_HELLOWORLD_GREETER_COROUTINE_SERVER_H_
#define EXAMPLES_HELLOWORLD_GREETER_COROUTINE_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"

// What the service does. gRPC calls the methods on a few threads that all calls
// share, several at a time: a method must not block.
class GreeterCoroutineService final
    : public helloworld::Greeter::CallbackService {
 public:
  grpc::ServerUnaryReactor* SayHello(grpc::CallbackServerContext* context,
                                     const helloworld::HelloRequest* request,
                                     helloworld::HelloReply* reply) override;

  grpc::ServerUnaryReactor* SayHelloAgain(
      grpc::CallbackServerContext* context,
      const helloworld::HelloRequest* request,
      helloworld::HelloReply* reply) override;
};

// A server that accepts calls for as long as the object exists.
class GreeterCoroutineServer {
 public:
  // Listens on `listen`, HOST:PORT; port 0 picks a free one. If HOST stands for
  // several addresses, one that is free is enough. Fails with UNAVAILABLE if
  // there is none.
  static absl::StatusOr<std::unique_ptr<GreeterCoroutineServer>> Start(
      const std::string& listen);

  // Cancels the calls that are still open.
  ~GreeterCoroutineServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled, which does not stop a method that
  // is running: a long one must ask its context whether it IsCancelled().
  void Shutdown(absl::Duration grace);

 private:
  GreeterCoroutineServer() = default;

  GreeterCoroutineService
      service_;  // Outlives server_, which it is registered with.
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_HELLOWORLD_GREETER_COROUTINE_SERVER_H_
