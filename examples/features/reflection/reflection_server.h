// SPDX-License-Identifier: Apache-2.0
//
// A server that tells whoever asks which services it has, and what their
// messages look like.

#ifndef EXAMPLES_FEATURES_REFLECTION_REFLECTION_SERVER_H_
#define EXAMPLES_FEATURES_REFLECTION_REFLECTION_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "helloworld.grpc.pb.h"
#include "support/call_limit.h"
#include "support/journal.h"

// Two of the Hello's methods; the others answer UNIMPLEMENTED. gRPC calls them
// on a few threads that all calls share, several at a time.
class HelloToAnyone final : public hello::Hello::CallbackService {
 public:
  // `journal` must outlive the service.
  explicit HelloToAnyone(support::Journal& journal) : journal_(journal) {}

  // Answers GREETING NAME.
  grpc::ServerUnaryReactor* hello(grpc::CallbackServerContext* context,
                                  const hello::HelloRequest* request,
                                  hello::HelloReply* reply) override;

  static constexpr int kMostStreams = 100;

  // Answers three times, GREETING NAME 1 to 3. Beyond kMostStreams at once it
  // refuses with RESOURCE_EXHAUSTED.
  grpc::ServerWriteReactor<hello::HelloReply>* parrotHello(
      grpc::CallbackServerContext* context,
      const hello::HelloRequest* request) override;

 private:
  support::CallLimit limit_{kMostStreams};
  support::Journal& journal_;
};

// Accepts calls for as long as the object exists.
class ReflectionServer {
 public:
  // Listens on `listen`, HOST:PORT; port 0 picks a free one. Writes what it
  // sees to `journal`, which must outlive the server. Fails with UNAVAILABLE if
  // the address is not to be had.
  static absl::StatusOr<std::unique_ptr<ReflectionServer>> Start(
      const std::string& listen, support::Journal& journal);

  // Cancels the calls that are still open.
  ~ReflectionServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled.
  void Shutdown(absl::Duration grace);

 private:
  explicit ReflectionServer(support::Journal& journal) : hello_(journal) {}

  // Before server_: services outlive the server that they are registered with.
  HelloToAnyone hello_;
  helloworld::Greeter::CallbackService greeter_;  // All UNIMPLEMENTED.
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_FEATURES_REFLECTION_REFLECTION_SERVER_H_
