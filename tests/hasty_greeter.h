// SPDX-License-Identifier: Apache-2.0

#ifndef TESTS_HASTY_GREETER_H_
#define TESTS_HASTY_GREETER_H_

#include <string>
#include <utility>

#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"

namespace harness {

// Answers every call at once, and the same.
class HastyGreeter final : public helloworld::Greeter::CallbackService {
 public:
  explicit HastyGreeter(std::string message = "")
      : message_(std::move(message)) {}

 private:
  grpc::ServerUnaryReactor* SayHello(
      grpc::CallbackServerContext* context,
      const helloworld::HelloRequest* /*request*/,
      helloworld::HelloReply* reply) override {
    return Answer(*context, *reply);
  }
  grpc::ServerUnaryReactor* SayHelloAgain(
      grpc::CallbackServerContext* context,
      const helloworld::HelloRequest* /*request*/,
      helloworld::HelloReply* reply) override {
    return Answer(*context, *reply);
  }

  grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext& context,
                                   helloworld::HelloReply& reply) {
    reply.set_message(message_);
    grpc::ServerUnaryReactor* const reactor = context.DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  const std::string message_;
};

}  // namespace harness

#endif  // TESTS_HASTY_GREETER_H_
