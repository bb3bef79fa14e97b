// SPDX-License-Identifier: Apache-2.0
//
// A server whose calls go on until the client wants no more.

#ifndef EXAMPLES_FEATURES_CANCELLATION_CANCELLATION_SERVER_H_
#define EXAMPLES_FEATURES_CANCELLATION_CANCELLATION_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "support/call_limit.h"
#include "support/journal.h"

// Writes to the journal how each call learns that it is over. gRPC calls the
// methods on a few threads that all calls share, several at a time. A call that
// finds kMostCalls others open gets RESOURCE_EXHAUSTED.
class CancellationService final : public hello::Hello::CallbackService {
 public:
  // `journal` must outlive the service.
  explicit CancellationService(support::Journal& journal) : journal_(journal) {}

  static constexpr int kMostCalls = 100;

  // Never answers. Sends initial metadata when it is at work.
  grpc::ServerUnaryReactor* hello(grpc::CallbackServerContext* context,
                                  const hello::HelloRequest* request,
                                  hello::HelloReply* reply) override;

  // Answers without end.
  grpc::ServerWriteReactor<hello::HelloReply>* parrotHello(
      grpc::CallbackServerContext* context,
      const hello::HelloRequest* request) override;

  // Answers after the last request, with their number. Sends initial metadata
  // when it is at work.
  grpc::ServerReadReactor<hello::HelloRequest>* clientHello(
      grpc::CallbackServerContext* context,
      hello::DelayedReply* reply) override;

  // Answers each request as it comes.
  grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply>* biHello(
      grpc::CallbackServerContext* context) override;

 private:
  support::CallLimit limit_{kMostCalls};
  support::Journal& journal_;
};

// Accepts calls for as long as the object exists.
class CancellationServer {
 public:
  // Listens on `listen`, HOST:PORT; port 0 picks a free one. Writes what it
  // sees to `journal`, which must outlive the server. Fails with UNAVAILABLE if
  // the address is not to be had.
  static absl::StatusOr<std::unique_ptr<CancellationServer>> Start(
      const std::string& listen, support::Journal& journal);

  // Cancels the calls that are still open.
  ~CancellationServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled.
  void Shutdown(absl::Duration grace);

 private:
  explicit CancellationServer(support::Journal& journal) : service_(journal) {}

  CancellationService service_;  // Outlives server_, which calls it.
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_FEATURES_CANCELLATION_CANCELLATION_SERVER_H_
