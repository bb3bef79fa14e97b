// SPDX-License-Identifier: Apache-2.0
//
// A server that compresses what it sends, and takes what is compressed with
// gzip, but not with deflate.

#ifndef EXAMPLES_FEATURES_COMPRESSION_COMPRESSION_SERVER_H_
#define EXAMPLES_FEATURES_COMPRESSION_COMPRESSION_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "support/call_limit.h"
#include "support/journal.h"

// gRPC calls the methods on a few threads that all calls share, several at a
// time.
class CompressionService final : public hello::Hello::CallbackService {
 public:
  // `journal` must outlive the service.
  explicit CompressionService(support::Journal& journal) : journal_(journal) {}

  static constexpr int kMostStreams = 100;

  // Answers with how many bytes `greeting` has.
  grpc::ServerUnaryReactor* hello(grpc::CallbackServerContext* context,
                                  const hello::HelloRequest* request,
                                  hello::HelloReply* reply) override;

  // Writes three large messages. They are compressed if `greeting` is empty,
  // plain if it is "plain", all but the second if it is "second plain", and
  // with "level" if the client takes compressed messages. RESOURCE_EXHAUSTED if
  // kMostStreams are open.
  grpc::ServerWriteReactor<hello::HelloReply>* parrotHello(
      grpc::CallbackServerContext* context,
      const hello::HelloRequest* request) override;

 private:
  support::CallLimit limit_{kMostStreams};
  support::Journal& journal_;
};

// Accepts calls for as long as the object exists.
class CompressionServer {
 public:
  // Listens on `listen`, HOST:PORT; port 0 picks a free one. Writes what it
  // sees to `journal`, which must outlive the server. Fails with UNAVAILABLE if
  // the address is not to be had.
  static absl::StatusOr<std::unique_ptr<CompressionServer>> Start(
      const std::string& listen, support::Journal& journal);

  // Cancels the calls that are still open.
  ~CompressionServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled.
  void Shutdown(absl::Duration grace);

 private:
  explicit CompressionServer(support::Journal& journal) : service_(journal) {}

  CompressionService
      service_;  // Before server_: a service outlives its server.
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_FEATURES_COMPRESSION_COMPRESSION_SERVER_H_
