// SPDX-License-Identifier: Apache-2.0
//
// A server that answers no call of a crowd before all of them are there.

#ifndef EXAMPLES_FEATURES_ASYNC_STYLES_ASYNC_STYLES_SERVER_H_
#define EXAMPLES_FEATURES_ASYNC_STYLES_ASYNC_STYLES_SERVER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"
#include "support/journal.h"
#include "waiting_room.h"

// gRPC calls the method on a few threads that all calls share, several at a
// time. A call that waits holds none of them.
class CrowdGreeter final : public helloworld::Greeter::CallbackService {
 public:
  // `journal` must outlive the service.
  explicit CrowdGreeter(support::Journal& journal)
      : journal_(journal), room_(journal) {}

  static constexpr size_t kLongestCrowd = 64;  // Bytes in the crowd's name.
  static constexpr int kMostRequestBytes = 1024;

  // Calls with the same text in the metadata `crowd` belong together, and are
  // answered when there are WaitingRoom::kCrowd of them. A call without `crowd`
  // is answered at once.
  //
  // INVALID_ARGUMENT if `crowd` is longer than kLongestCrowd,
  // RESOURCE_EXHAUSTED if too many calls wait already, or the request is larger
  // than kMostRequestBytes.
  grpc::ServerUnaryReactor* SayHello(grpc::CallbackServerContext* context,
                                     const helloworld::HelloRequest* request,
                                     helloworld::HelloReply* reply) override;

 private:
  support::Journal& journal_;
  WaitingRoom room_;
};

// Accepts calls for as long as the object exists.
class AsyncStylesServer {
 public:
  // Listens on `listen`, HOST:PORT; port 0 picks a free one. Writes what it
  // sees to `journal`, which must outlive the server. Fails with UNAVAILABLE if
  // the address is not to be had.
  static absl::StatusOr<std::unique_ptr<AsyncStylesServer>> Start(
      const std::string& listen, support::Journal& journal);

  // Cancels the calls that are still open.
  ~AsyncStylesServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled.
  void Shutdown(absl::Duration grace);

 private:
  explicit AsyncStylesServer(support::Journal& journal) : service_(journal) {}

  CrowdGreeter service_;  // Outlives server_, which it is registered with.
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_FEATURES_ASYNC_STYLES_ASYNC_STYLES_SERVER_H_
