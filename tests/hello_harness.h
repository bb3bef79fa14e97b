// SPDX-License-Identifier: Apache-2.0
//
// A Hello server with a stub to it, for the tests of each kind of RPC.

#ifndef TESTS_HELLO_HARNESS_H_
#define TESTS_HELLO_HARNESS_H_

#include <memory>
#include <sstream>
#include <string>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "hello_server.h"
#include "tests/harness.h"

class HelloTest : public testing::Test {
 protected:
  explicit HelloTest(absl::Duration interval = absl::ZeroDuration())
      : server_(harness::MustStart(HelloServer::Start(
            {.listen = "127.0.0.1:0", .interval = interval, .log = &log_}))),
        stub_(harness::ChannelTo(server_->address())) {}

  static hello::HelloRequest Request(const std::string& greeting,
                                     const std::string& name) {
    hello::HelloRequest request;
    request.set_greeting(greeting);
    request.set_name(name);
    return request;
  }

  // True if the server still answers.
  bool Lives() {
    harness::Context context;
    hello::HelloReply reply;
    return stub_.hello(&context, Request("Hello", "World"), &reply).ok() &&
           reply.message() == "Hello World";
  }

  // What the server has printed. Stops it, for then it has printed everything.
  // Comes back only if no call is left open.
  std::string Log() {
    server_->Shutdown(absl::InfiniteDuration());
    server_.reset();
    return log_.str();
  }

  std::ostringstream log_;  // Outlives server_, which prints to it.
  std::unique_ptr<HelloServer> server_;
  hello::Hello::Stub stub_;
  std::ostringstream out_;  // What the client prints.
};

// Never answers a call that has one reply.
class SilentHello final : public hello::Hello::CallbackService {
  template <typename Base>
  struct Silence final : Base {
    void OnCancel() override { this->Finish(grpc::Status::CANCELLED); }
    void OnDone() override { delete this; }
  };

  grpc::ServerUnaryReactor* hello(grpc::CallbackServerContext* /*context*/,
                                  const hello::HelloRequest* /*request*/,
                                  hello::HelloReply* /*reply*/) override {
    return new Silence<grpc::ServerUnaryReactor>;
  }

  grpc::ServerReadReactor<hello::HelloRequest>* clientHello(
      grpc::CallbackServerContext* /*context*/,
      hello::DelayedReply* /*reply*/) override {
    return new Silence<grpc::ServerReadReactor<hello::HelloRequest>>;
  }
};

#endif  // TESTS_HELLO_HARNESS_H_
