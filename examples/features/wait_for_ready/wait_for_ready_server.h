// SPDX-License-Identifier: Apache-2.0
//
// A server with one method that answers at once, and one that never does.

#ifndef EXAMPLES_FEATURES_WAIT_FOR_READY_WAIT_FOR_READY_SERVER_H_
#define EXAMPLES_FEATURES_WAIT_FOR_READY_WAIT_FOR_READY_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"
#include "support/call_limit.h"
#include "support/journal.h"
#include "wait_for_ready_held_call.h"

// gRPC calls the methods on a few threads that all calls share, several at a
// time.
class WaitForReadyService final : public helloworld::Greeter::CallbackService {
 public:
  // `journal` must outlive the service.
  explicit WaitForReadyService(support::Journal& journal) : journal_(journal) {}

  // Answers at once.
  grpc::ServerUnaryReactor* SayHello(grpc::CallbackServerContext* context,
                                     const helloworld::HelloRequest* request,
                                     helloworld::HelloReply* reply) override;

  // Begins, and is not over before it is cancelled. RESOURCE_EXHAUSTED if too
  // many such calls are open.
  grpc::ServerUnaryReactor* SayHelloAgain(
      grpc::CallbackServerContext* context,
      const helloworld::HelloRequest* request,
      helloworld::HelloReply* reply) override;

 private:
  support::Journal& journal_;
  support::CallLimit limit_{WaitForReadyHeldCall::kMostOpenCalls};
};

// Accepts calls for as long as it exists.
class WaitForReadyServer {
 public:
  // Listens on `listen`, HOST:PORT; port 0 picks a free one. Writes what it
  // sees to `journal`, which must outlive the server. Fails with UNAVAILABLE if
  // the address is not to be had.
  static absl::StatusOr<std::unique_ptr<WaitForReadyServer>> Start(
      const std::string& listen, support::Journal& journal);

  // Cancels the calls that are still open.
  ~WaitForReadyServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled.
  void Shutdown(absl::Duration grace);

 private:
  explicit WaitForReadyServer(support::Journal& journal) : service_(journal) {}

  // In the order of their lifetimes: a service outlives its server.
  WaitForReadyService service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_FEATURES_WAIT_FOR_READY_WAIT_FOR_READY_SERVER_H_
