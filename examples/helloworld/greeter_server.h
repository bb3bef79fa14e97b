// SPDX-License-Identifier: Apache-2.0
//
// The Greeter's server, with the synchronous API: a method runs on a thread of
// gRPC's, and what it returns is the reply.

#ifndef EXAMPLES_HELLOWORLD_GREETER_SERVER_H_
#define EXAMPLES_HELLOWORLD_GREETER_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"

// What the service does. gRPC calls the methods on many threads at a time.
class GreeterService final : public helloworld::Greeter::Service {
 public:
  grpc::Status SayHello(grpc::ServerContext* context,
                        const helloworld::HelloRequest* request,
                        helloworld::HelloReply* reply) override;

  grpc::Status SayHelloAgain(grpc::ServerContext* context,
                             const helloworld::HelloRequest* request,
                             helloworld::HelloReply* reply) override;
};

// A server that accepts calls for as long as the object exists.
class GreeterServer {
 public:
  // Listens on `listen`, HOST:PORT; port 0 picks a free one. If HOST stands for
  // several addresses, one that is free is enough. Fails with UNAVAILABLE if
  // there is none.
  static absl::StatusOr<std::unique_ptr<GreeterServer>> Start(
      const std::string& listen);

  // Cancels the calls that are still open.
  ~GreeterServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled, which does not stop a method that
  // is running: a long one must ask its context whether it IsCancelled().
  void Shutdown(absl::Duration grace);

 private:
  GreeterServer() = default;

  GreeterService service_;  // Outlives server_, which it is registered with.
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_HELLOWORLD_GREETER_SERVER_H_
