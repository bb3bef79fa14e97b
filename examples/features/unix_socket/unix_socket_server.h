// SPDX-License-Identifier: Apache-2.0
//
// A server that only programs of the same machine can call.

#ifndef EXAMPLES_FEATURES_UNIX_SOCKET_UNIX_SOCKET_SERVER_H_
#define EXAMPLES_FEATURES_UNIX_SOCKET_UNIX_SOCKET_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"
#include "private_path.h"
#include "support/journal.h"

// gRPC calls the methods on a few threads that all calls share.
class UnixSocketService final : public helloworld::Greeter::CallbackService {
 public:
  // `journal` must outlive the service.
  explicit UnixSocketService(support::Journal& journal) : journal_(journal) {}

  grpc::ServerUnaryReactor* SayHello(grpc::CallbackServerContext* context,
                                     const helloworld::HelloRequest* request,
                                     helloworld::HelloReply* reply) override;

 private:
  support::Journal& journal_;
};

// A server that accepts calls for as long as the object exists.
class UnixSocketServer {
 public:
  // Listens on `address`, unix:PATH or unix-abstract:NAME. For a path, only
  // programs of this user may call, and a file that a dead server has left
  // there is replaced. Fails as PrivatePath::Take does, with INVALID_ARGUMENT
  // if the address is neither or has one of % ? #, and with UNAVAILABLE if
  // another server has it. `journal` must outlive the server.
  static absl::StatusOr<std::unique_ptr<UnixSocketServer>> Start(
      const std::string& address, support::Journal& journal);

  // Cancels the calls that are still open, and removes the socket's file.
  ~UnixSocketServer();

  // As it was given to Start.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled.
  void Shutdown(absl::Duration grace);

 private:
  UnixSocketServer(std::string address, support::Journal& journal);

  absl::Status Listen();

  const std::string address_;
  UnixSocketService service_;  // Outlives server_, which it is registered with.
  // Null for an abstract name. Outlives server_, which removes the file at its
  // end: that must be this server's file, and not the next one's.
  std::unique_ptr<PrivatePath> path_;
  std::unique_ptr<grpc::Server> server_;
};

#endif  // EXAMPLES_FEATURES_UNIX_SOCKET_UNIX_SOCKET_SERVER_H_
