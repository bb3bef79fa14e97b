// SPDX-License-Identifier: Apache-2.0
//
// One server with two services, which both say over which connection they were
// called.

#ifndef EXAMPLES_FEATURES_CHANNEL_CHANNEL_SERVER_H_
#define EXAMPLES_FEATURES_CHANNEL_CHANNEL_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "channel_call_log.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "helloworld.grpc.pb.h"
#include "support/journal.h"

// gRPC calls the methods of both services on a few threads that all calls
// share, several at a time.
class ChannelGreeter final : public helloworld::Greeter::CallbackService {
 public:
  // `log` must outlive the service.
  explicit ChannelGreeter(ChannelCallLog& log) : log_(log) {}

  grpc::ServerUnaryReactor* SayHello(grpc::CallbackServerContext* context,
                                     const helloworld::HelloRequest* request,
                                     helloworld::HelloReply* reply) override;

 private:
  ChannelCallLog& log_;
};

class ChannelHello final : public hello::Hello::CallbackService {
 public:
  // `log` must outlive the service.
  explicit ChannelHello(ChannelCallLog& log) : log_(log) {}

  grpc::ServerUnaryReactor* hello(grpc::CallbackServerContext* context,
                                  const hello::HelloRequest* request,
                                  hello::HelloReply* reply) override;

 private:
  ChannelCallLog& log_;
};

// Accepts calls for as long as it exists.
class ChannelServer {
 public:
  // Listens on `listen`, HOST:PORT; port 0 picks a free one. Writes what it
  // sees to `journal`, which must outlive the server. Fails with UNAVAILABLE if
  // the address is not to be had.
  static absl::StatusOr<std::unique_ptr<ChannelServer>> Start(
      const std::string& listen, support::Journal& journal);

  // Cancels the calls that are still open.
  ~ChannelServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled.
  void Shutdown(absl::Duration grace);

 private:
  explicit ChannelServer(support::Journal& journal) : log_(journal) {}

  // In the order of their lifetimes: a service outlives its server.
  ChannelCallLog log_;
  ChannelGreeter greeter_{log_};
  ChannelHello hello_{log_};
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_FEATURES_CHANNEL_CHANNEL_SERVER_H_
