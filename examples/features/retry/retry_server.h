// SPDX-License-Identifier: Apache-2.0
//
// A server that fails when it is asked to.

#ifndef EXAMPLES_FEATURES_RETRY_RETRY_SERVER_H_
#define EXAMPLES_FEATURES_RETRY_RETRY_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "support/call_limit.h"
#include "support/journal.h"

// gRPC calls the methods on a few threads that all calls share, several at a
// time. Both fail as the call's metadata asks them to (see RetryFault), and
// with INVALID_ARGUMENT if they cannot read it.
class RetryService final : public hello::Hello::CallbackService {
 public:
  // `journal` must outlive the service.
  explicit RetryService(support::Journal& journal) : journal_(journal) {}

  static constexpr int kMostStreams = 100;

  grpc::ServerUnaryReactor* hello(grpc::CallbackServerContext* context,
                                  const hello::HelloRequest* request,
                                  hello::HelloReply* reply) override;

  // RESOURCE_EXHAUSTED if kMostStreams are open.
  grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply>* biHello(
      grpc::CallbackServerContext* context) override;

 private:
  support::CallLimit limit_{kMostStreams};
  support::Journal& journal_;
};

// Accepts calls for as long as the object exists.
class RetryServer {
 public:
  // Listens on `listen`, HOST:PORT; port 0 picks a free one. Writes the outcome
  // of each attempt to `journal`, which must outlive the server. Fails with
  // UNAVAILABLE if the address is not to be had.
  static absl::StatusOr<std::unique_ptr<RetryServer>> Start(
      const std::string& listen, support::Journal& journal);

  // Cancels the calls that are still open.
  ~RetryServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled.
  void Shutdown(absl::Duration grace);

 private:
  explicit RetryServer(support::Journal& journal) : service_(journal) {}

  RetryService service_;  // Outlives the server that it is registered with.
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_FEATURES_RETRY_RETRY_SERVER_H_
