// SPDX-License-Identifier: Apache-2.0
//
// A service that is to be tested, and the server that offers it: with a port to
// its users, and without one to a test.

#ifndef EXAMPLES_FEATURES_TESTING_TESTING_SERVER_H_
#define EXAMPLES_FEATURES_TESTING_TESTING_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"
#include "support/journal.h"

// gRPC calls the methods on a few threads that all calls share.
class TestingService final : public helloworld::Greeter::CallbackService {
 public:
  // `journal` must outlive the service.
  explicit TestingService(support::Journal& journal) : journal_(journal) {}

  // INVALID_ARGUMENT if the name is empty.
  grpc::ServerUnaryReactor* SayHello(grpc::CallbackServerContext* context,
                                     const helloworld::HelloRequest* request,
                                     helloworld::HelloReply* reply) override;

 private:
  support::Journal& journal_;
};

// A server that accepts calls for as long as the object exists.
class TestingServer {
 public:
  // Listens on `listen`, HOST:PORT; port 0 picks a free one. Fails with
  // UNAVAILABLE if the address is not to be had. `journal` must outlive the
  // server.
  static absl::StatusOr<std::unique_ptr<TestingServer>> Start(
      const std::string& listen, support::Journal& journal);

  // Listens nowhere: only InProcessChannel leads to it. Fails with INTERNAL.
  static absl::StatusOr<std::unique_ptr<TestingServer>> StartInProcess(
      support::Journal& journal);

  // Cancels the calls that are still open.
  ~TestingServer();

  // HOST:PORT, with the port that was picked. Empty if it listens nowhere.
  const std::string& address() const { return address_; }

  // A channel to this server within the process. Not to be used after Shutdown:
  // gRPC 1.51 crashes where a network channel says UNAVAILABLE.
  std::shared_ptr<grpc::Channel> InProcessChannel() {
    return server_->InProcessChannel(grpc::ChannelArguments());
  }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled.
  void Shutdown(absl::Duration grace);

 private:
  explicit TestingServer(support::Journal& journal) : service_(journal) {}

  TestingService service_;  // Outlives server_, which it is registered with.
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_FEATURES_TESTING_TESTING_SERVER_H_
