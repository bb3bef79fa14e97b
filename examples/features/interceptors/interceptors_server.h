// SPDX-License-Identifier: Apache-2.0
//
// A Greeter that knows nothing of the interceptors before it.

#ifndef EXAMPLES_FEATURES_INTERCEPTORS_INTERCEPTORS_SERVER_H_
#define EXAMPLES_FEATURES_INTERCEPTORS_INTERCEPTORS_SERVER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/support/server_interceptor.h"
#include "helloworld.grpc.pb.h"
#include "method_stats.h"
#include "support/journal.h"

// gRPC calls the methods on a few threads that all calls share, several at a
// time.
class InterceptorsGreeter final : public helloworld::Greeter::CallbackService {
 public:
  // `journal` must outlive the service.
  explicit InterceptorsGreeter(support::Journal& journal) : journal_(journal) {}

  static constexpr size_t kMostBytes = 100;

  // INVALID_ARGUMENT if the name is empty or longer than kMostBytes.
  grpc::ServerUnaryReactor* SayHello(grpc::CallbackServerContext* context,
                                     const helloworld::HelloRequest* request,
                                     helloworld::HelloReply* reply) override;

  // The same in other words.
  grpc::ServerUnaryReactor* SayHelloAgain(
      grpc::CallbackServerContext* context,
      const helloworld::HelloRequest* request,
      helloworld::HelloReply* reply) override;

 private:
  grpc::ServerUnaryReactor* Greet(grpc::CallbackServerContext* context,
                                  const std::string& greeting,
                                  const std::string& name,
                                  helloworld::HelloReply* reply);

  support::Journal& journal_;
};

// The interceptors of the server, in their order. `stats` and `journal` must
// outlive it.
std::vector<
    std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>>
ServerInterceptors(MethodStats& stats, support::Journal& journal);

// Accepts calls for as long as the object exists.
class InterceptorsServer {
 public:
  // Listens on `listen`, HOST:PORT; port 0 picks a free one. Service and
  // interceptors write to `journal`, which must outlive the server. Fails with
  // UNAVAILABLE if the address is not to be had.
  static absl::StatusOr<std::unique_ptr<InterceptorsServer>> Start(
      const std::string& listen, support::Journal& journal);

  // Cancels the calls that are still open.
  ~InterceptorsServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  const MethodStats& stats() const { return stats_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled.
  void Shutdown(absl::Duration grace);

 private:
  explicit InterceptorsServer(support::Journal& journal);

  // Declared before server_, whose interceptors and calls use them.
  MethodStats stats_;
  InterceptorsGreeter greeter_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_FEATURES_INTERCEPTORS_INTERCEPTORS_SERVER_H_
