// SPDX-License-Identifier: Apache-2.0

#ifndef TESTS_HASTY_HELLO_H_
#define TESTS_HASTY_HELLO_H_

#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"

namespace harness {

// Ends every call at once, and with OK: no reply of it says anything.
class HastyHello final : public hello::Hello::CallbackService {
  grpc::ServerUnaryReactor* hello(grpc::CallbackServerContext* context,
                                  const hello::HelloRequest* /*request*/,
                                  hello::HelloReply* /*reply*/) override {
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
  grpc::ServerWriteReactor<hello::HelloReply>* parrotHello(
      grpc::CallbackServerContext* /*context*/,
      const hello::HelloRequest* /*request*/) override {
    return new Ended<grpc::ServerWriteReactor<hello::HelloReply>>;
  }
  grpc::ServerReadReactor<hello::HelloRequest>* clientHello(
      grpc::CallbackServerContext* /*context*/,
      hello::DelayedReply* /*reply*/) override {
    return new Ended<grpc::ServerReadReactor<hello::HelloRequest>>;
  }
  grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply>* biHello(
      grpc::CallbackServerContext* /*context*/) override {
    return new Ended<
        grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply>>;
  }

  template <typename Reactor>
  class Ended final : public Reactor {
   public:
    Ended() { this->Finish(grpc::Status::OK); }
    void OnDone() override { delete this; }
  };
};

}  // namespace harness

#endif  // TESTS_HASTY_HELLO_H_
