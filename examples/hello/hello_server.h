// SPDX-License-Identifier: Apache-2.0
//
// A server with all four kinds of RPC.

#ifndef EXAMPLES_HELLO_HELLO_SERVER_H_
#define EXAMPLES_HELLO_HELLO_SERVER_H_

#include <iostream>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "parrot_reactor.h"
#include "support/call_limit.h"
#include "support/printer.h"

// Three methods use the synchronous API, which is the easiest to read. It has
// no way to wait for "the interval is over or the client has gone", so
// parrotHello, which must, uses the callback API. A service chooses for each
// method: WithCallbackMethod_x turns method x of the class that it wraps into
// one of the callback API.
using HelloServiceBase =
    hello::Hello::WithCallbackMethod_parrotHello<hello::Hello::Service>;

// What the service does. gRPC calls the methods on many threads at a time.
class HelloService final : public HelloServiceBase {
 public:
  // parrotHello waits for `interval` between two replies. Each request is
  // printed to `log`, which must outlive the service.
  HelloService(absl::Duration interval, std::ostream& log)
      : interval_(interval), printer_(log) {}

  // Unary: answers GREETING NAME.
  grpc::Status hello(grpc::ServerContext* context,
                     const hello::HelloRequest* request,
                     hello::HelloReply* reply) override;

  // Server streaming: answers three times, GREETING NAME 1 to 3.
  grpc::ServerWriteReactor<hello::HelloReply>* parrotHello(
      grpc::CallbackServerContext* context,
      const hello::HelloRequest* request) override;

  // Client streaming: answers with all requests after the last of them, or with
  // RESOURCE_EXHAUSTED when they no longer fit into one message.
  grpc::Status clientHello(grpc::ServerContext* context,
                           grpc::ServerReader<hello::HelloRequest>* reader,
                           hello::DelayedReply* reply) override;

  // Bidirectional streaming: answers each request as it comes.
  grpc::Status biHello(
      grpc::ServerContext* context,
      grpc::ServerReaderWriter<hello::HelloReply, hello::HelloRequest>* stream)
      override;

 private:
  const absl::Duration interval_;
  support::CallLimit parrots_{ParrotReactor::kMostOpenCalls};
  support::Printer printer_;
};

// A server that accepts calls for as long as the object exists.
class HelloServer {
 public:
  struct Options {
    std::string listen;  // HOST:PORT; port 0 picks a free one.
    absl::Duration interval =
        absl::Seconds(2);            // Between parrotHello's replies.
    std::ostream* log = &std::cout;  // Gets the requests. Outlives the server.
  };

  // Listens on options.listen. If HOST stands for several addresses, one that
  // is free is enough. Fails with UNAVAILABLE if there is none.
  static absl::StatusOr<std::unique_ptr<HelloServer>> Start(
      const Options& options);

  // Cancels the calls that are still open.
  ~HelloServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled, which does not stop a method that
  // is running: a long one must ask its context whether it IsCancelled().
  void Shutdown(absl::Duration grace);

 private:
  explicit HelloServer(const Options& options)
      : service_(options.interval, *options.log) {}

  HelloService service_;  // Outlives server_, which it is registered with.
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_HELLO_HELLO_SERVER_H_
