// SPDX-License-Identifier: Apache-2.0
//
// A server that ends its calls when it thinks fit.

#ifndef EXAMPLES_FEATURES_TERMINATION_TERMINATION_SERVER_H_
#define EXAMPLES_FEATURES_TERMINATION_TERMINATION_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "support/call_limit.h"
#include "support/journal.h"

// Writes to the journal how it sees each call that is over. gRPC calls the
// methods on a few threads that all calls share, several at a time. A call that
// would have to wait, and finds that kMostCalls others do, gets
// RESOURCE_EXHAUSTED.
class TerminationService final : public hello::Hello::CallbackService {
 public:
  // `journal` must outlive the service.
  explicit TerminationService(support::Journal& journal) : journal_(journal) {}

  static constexpr int kMostCalls = 100;

  // Has its answer when nobody waits any more, and succeeds.
  grpc::ServerUnaryReactor* hello(grpc::CallbackServerContext* context,
                                  const hello::HelloRequest* request,
                                  hello::HelloReply* reply) override;

  // Answers once, and succeeds.
  grpc::ServerWriteReactor<hello::HelloReply>* parrotHello(
      grpc::CallbackServerContext* context,
      const hello::HelloRequest* request) override;

  // Succeeds as soon as it has heard two greetings, or fails with
  // INVALID_ARGUMENT at the first whose name is empty. Sends initial metadata
  // when it is at work.
  grpc::ServerReadReactor<hello::HelloRequest>* clientHello(
      grpc::CallbackServerContext* context,
      hello::DelayedReply* reply) override;

  // Answers the first request, and succeeds.
  grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply>* biHello(
      grpc::CallbackServerContext* context) override;

 private:
  support::CallLimit limit_{kMostCalls};
  support::Journal& journal_;
};

// Accepts calls for as long as the object exists.
class TerminationServer {
 public:
  // Listens on `listen`, HOST:PORT; port 0 picks a free one. Writes how it
  // sees its calls to `journal`, which must outlive the server. Fails with
  // UNAVAILABLE if the address is not to be had.
  static absl::StatusOr<std::unique_ptr<TerminationServer>> Start(
      const std::string& listen, support::Journal& journal);

  // Cancels the calls that are still open.
  ~TerminationServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled.
  void Shutdown(absl::Duration grace);

 private:
  explicit TerminationServer(support::Journal& journal) : service_(journal) {}

  TerminationService service_;  // Outlives server_, which calls it.
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_FEATURES_TERMINATION_TERMINATION_SERVER_H_
