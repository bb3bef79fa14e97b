// SPDX-License-Identifier: Apache-2.0
//
// Two servers: a front desk, which clients call, and the workshop behind it.

#ifndef EXAMPLES_FEATURES_DEADLINE_DEADLINE_SERVER_H_
#define EXAMPLES_FEATURES_DEADLINE_DEADLINE_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "front_desk.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"
#include "support/call_limit.h"
#include "support/journal.h"

// Carves greetings. gRPC calls the methods on a few threads that all calls
// share, several at a time.
class Workshop final : public helloworld::Greeter::CallbackService {
 public:
  // `journal` must outlive the service.
  explicit Workshop(support::Journal& journal) : journal_(journal) {}

  static constexpr size_t kMostLetters = 10000;
  static constexpr int kMostCalls = 100;

  // INVALID_ARGUMENT if the name is empty or longer than kMostLetters,
  // RESOURCE_EXHAUSTED if kMostCalls are open.
  grpc::ServerUnaryReactor* SayHello(grpc::CallbackServerContext* context,
                                     const helloworld::HelloRequest* request,
                                     helloworld::HelloReply* reply) override;

 private:
  support::CallLimit limit_{kMostCalls};
  support::Journal& journal_;
};

// Both accept calls for as long as the object exists.
class DeadlineServer {
 public:
  // The front desk listens on `listen`, HOST:PORT; port 0 picks a free one. The
  // workshop takes a free port of this machine. Both write what they see to
  // `journal`, which must outlive the server. Fails with UNAVAILABLE if the
  // address is not to be had.
  static absl::StatusOr<std::unique_ptr<DeadlineServer>> Start(
      const std::string& listen, support::Journal& journal);

  // Cancels the calls that are still open.
  ~DeadlineServer();

  // The front desk's HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled.
  void Shutdown(absl::Duration grace);

 private:
  explicit DeadlineServer(support::Journal& journal) : workshop_(journal) {}

  // In the order of their lifetimes: a service outlives its server, and the
  // workshop those who need it.
  Workshop workshop_;
  std::unique_ptr<grpc::Server> workshop_server_;
  std::unique_ptr<FrontDesk> desk_;
  std::unique_ptr<grpc::Server> desk_server_;
  std::string address_;
};

#endif  // EXAMPLES_FEATURES_DEADLINE_DEADLINE_SERVER_H_
