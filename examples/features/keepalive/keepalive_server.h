// SPDX-License-Identifier: Apache-2.0
//
// A server that asks whether its clients are still there, and does not let them
// ask too often.

#ifndef EXAMPLES_FEATURES_KEEPALIVE_KEEPALIVE_SERVER_H_
#define EXAMPLES_FEATURES_KEEPALIVE_KEEPALIVE_SERVER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "support/call_limit.h"
#include "support/journal.h"

// gRPC calls the method on a few threads that all calls share, several at a
// time.
class KeepaliveService final : public hello::Hello::CallbackService {
 public:
  // `journal` must outlive the service.
  explicit KeepaliveService(support::Journal& journal) : journal_(journal) {}

  static constexpr size_t kLongestName = 64;  // Bytes.
  static constexpr int kMostStreams = 256;

  // A stream that lasts for as long as the client listens. INVALID_ARGUMENT if
  // the name is empty or longer than kLongestName, RESOURCE_EXHAUSTED if
  // kMostStreams are open.
  grpc::ServerWriteReactor<hello::HelloReply>* parrotHello(
      grpc::CallbackServerContext* context,
      const hello::HelloRequest* request) override;

 private:
  support::CallLimit limit_{kMostStreams};
  support::Journal& journal_;
};

// Accepts calls for as long as the object exists.
class KeepaliveServer {
 public:
  // For a story that is over soon. A server in production would wait a minute,
  // and then twenty seconds.
  static constexpr absl::Duration kSilence = absl::Milliseconds(500);
  static constexpr absl::Duration kPatience = absl::Milliseconds(1500);

  // How often a client may ask, and how often it may do so earlier than that.
  // By default these are five minutes, and two.
  static constexpr absl::Duration kLeastInterval = absl::Seconds(10);
  static constexpr int kStrikes = 1;

  // Listens on `listen`, HOST:PORT; port 0 picks a free one. Writes what it
  // sees to `journal`, which must outlive the server. Fails with UNAVAILABLE if
  // the address is not to be had.
  static absl::StatusOr<std::unique_ptr<KeepaliveServer>> Start(
      const std::string& listen, support::Journal& journal);

  // Cancels the calls that are still open.
  ~KeepaliveServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled.
  void Shutdown(absl::Duration grace);

 private:
  explicit KeepaliveServer(support::Journal& journal) : service_(journal) {}

  KeepaliveService service_;  // First: a service outlives its server.
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_FEATURES_KEEPALIVE_KEEPALIVE_SERVER_H_
