// SPDX-License-Identifier: Apache-2.0
//
// A server that writes, reads and echoes long streams, and can be asked on the
// side how far each of them is.

#ifndef EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_SERVER_H_
#define EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "flow_control_calls.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "support/journal.h"

// gRPC calls the methods on a few threads that all calls share, several at a
// time. A call that finds too many others open gets RESOURCE_EXHAUSTED.
class FlowControlService final : public hello::Hello::CallbackService {
 public:
  // `journal` must outlive the service.
  explicit FlowControlService(support::Journal& journal) : journal_(journal) {}

  static constexpr int kMostMessages = 100000;

  // How many messages the server has written or read in the call whose number
  // is `name`. The `greeting` "go on" makes a call of clientHello begin to
  // read; no other is known.
  grpc::ServerUnaryReactor* hello(grpc::CallbackServerContext* context,
                                  const hello::HelloRequest* request,
                                  hello::HelloReply* reply) override;

  // Writes as many messages as `greeting` says, 1 to kMostMessages.
  grpc::ServerWriteReactor<hello::HelloReply>* parrotHello(
      grpc::CallbackServerContext* context,
      const hello::HelloRequest* request) override;

  // Reads nothing until it is told to go on, and then all.
  grpc::ServerReadReactor<hello::HelloRequest>* clientHello(
      grpc::CallbackServerContext* context,
      hello::DelayedReply* reply) override;

  // Writes back each message.
  grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply>* biHello(
      grpc::CallbackServerContext* context) override;

 private:
  absl::StatusOr<int> Ask(const hello::HelloRequest& request);

  support::Journal& journal_;
  FlowControlCalls calls_;
};

// Accepts calls for as long as the object exists.
class FlowControlServer {
 public:
  // Listens on `listen`, HOST:PORT; port 0 picks a free one. Writes what it
  // sees to `journal`, which must outlive the server. Fails with UNAVAILABLE if
  // the address is not to be had.
  static absl::StatusOr<std::unique_ptr<FlowControlServer>> Start(
      const std::string& listen, support::Journal& journal);

  // Cancels the calls that are still open.
  ~FlowControlServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled.
  void Shutdown(absl::Duration grace);

 private:
  explicit FlowControlServer(support::Journal& journal) : service_(journal) {}

  FlowControlService service_;  // A service outlives its server.
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_SERVER_H_
