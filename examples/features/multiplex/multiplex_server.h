// SPDX-License-Identifier: Apache-2.0
//
// One server with two services. Calls of the one wait, calls of the other let
// them out.

#ifndef EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_SERVER_H_
#define EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_SERVER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "helloworld.grpc.pb.h"
#include "multiplex_census.h"
#include "multiplex_room.h"
#include "support/journal.h"

// What the two services share.
struct MultiplexHouse {
  MultiplexCensus census;
  MultiplexRoom room;
  support::Journal& journal;
};

// gRPC calls the methods on a few threads that all calls share, several at a
// time. The house must outlive the service.
class MultiplexGreeter final : public helloworld::Greeter::CallbackService {
 public:
  explicit MultiplexGreeter(MultiplexHouse& house) : house_(house) {}

  static constexpr size_t kMostBytes = 100;

  // Waits until it is let out (see MultiplexGuest). INVALID_ARGUMENT if the
  // name is empty or longer than kMostBytes.
  grpc::ServerUnaryReactor* SayHello(grpc::CallbackServerContext* context,
                                     const helloworld::HelloRequest* request,
                                     helloworld::HelloReply* reply) override;

  // Is answered at once.
  grpc::ServerUnaryReactor* SayHelloAgain(
      grpc::CallbackServerContext* context,
      const helloworld::HelloRequest* request,
      helloworld::HelloReply* reply) override;

 private:
  MultiplexHouse& house_;
};

class MultiplexHello final : public hello::Hello::CallbackService {
 public:
  explicit MultiplexHello(MultiplexHouse& house) : house_(house) {}

  // Counts the open calls, itself among them.
  grpc::ServerUnaryReactor* hello(grpc::CallbackServerContext* context,
                                  const hello::HelloRequest* request,
                                  hello::HelloReply* reply) override;

  // Lets out a guest for each request (see MultiplexPorter).
  grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply>* biHello(
      grpc::CallbackServerContext* context) override;

 private:
  MultiplexHouse& house_;
};

// Accepts calls for as long as the object exists.
class MultiplexServer {
 public:
  // How many calls may be open on one connection. gRPC tells the client, which
  // keeps back those above.
  static constexpr int kMostCallsPerConnection = 100;

  // Listens on `listen`, HOST:PORT; port 0 picks a free one. Writes who comes
  // and goes to `journal`, which must outlive the server. Fails with
  // UNAVAILABLE if the address is not to be had.
  static absl::StatusOr<std::unique_ptr<MultiplexServer>> Start(
      const std::string& listen, support::Journal& journal);

  // Cancels the calls that are still open.
  ~MultiplexServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled.
  void Shutdown(absl::Duration grace);

 private:
  explicit MultiplexServer(support::Journal& journal)
      : house_{.census = {}, .room = {}, .journal = journal} {}

  // In the order of their lifetimes: the services need the house, and a service
  // outlives the server that it is registered with.
  MultiplexHouse house_;
  MultiplexGreeter greeter_{house_};
  MultiplexHello hello_{house_};
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_SERVER_H_
