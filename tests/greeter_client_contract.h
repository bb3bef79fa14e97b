// SPDX-License-Identifier: Apache-2.0
//
// What a Greeter's client makes of the answers to it, in whichever API style it
// is written. A test file instantiates it with a class whose object waits for
// the reply:
//
//   struct Setup {
//     Setup(const std::shared_ptr<grpc::Channel>&, absl::Duration timeout);
//     absl::StatusOr<std::string> SayHello(const std::string& name);
//     absl::StatusOr<std::string> SayHelloAgain(const std::string& name);
//   };

#ifndef TESTS_GREETER_CLIENT_CONTRACT_H_
#define TESTS_GREETER_CLIENT_CONTRACT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"
#include "tests/harness.h"

template <typename Setup>
class GreeterClientContract : public testing::Test {
 protected:
  // Refuses to greet, and is lost in thought when asked again.
  class Moody final : public helloworld::Greeter::CallbackService {
    grpc::ServerUnaryReactor* SayHello(
        grpc::CallbackServerContext* context,
        const helloworld::HelloRequest* request,
        helloworld::HelloReply* /*reply*/) override {
      auto* const reactor = context->DefaultReactor();
      reactor->Finish(grpc::Status(grpc::StatusCode::NOT_FOUND,
                                   "nobody is called " + request->name()));
      return reactor;
    }

    grpc::ServerUnaryReactor* SayHelloAgain(
        grpc::CallbackServerContext* /*context*/,
        const helloworld::HelloRequest* /*request*/,
        helloworld::HelloReply* /*reply*/) override {
      struct Thought final : grpc::ServerUnaryReactor {
        void OnCancel() override { Finish(grpc::Status::CANCELLED); }
        void OnDone() override { delete this; }
      };
      return new Thought;
    }
  };
};
TYPED_TEST_SUITE_P(GreeterClientContract);

TYPED_TEST_P(GreeterClientContract, ReturnsBothGreetings) {
  const auto server = TypeParam::StartServer();
  TypeParam client(harness::ChannelTo(server->address()), harness::kForever);
  EXPECT_EQ(client.SayHello("you").value_or(""), "Hello, you!");
  EXPECT_EQ(client.SayHelloAgain("you").value_or(""), "Hello again, you!");
}

TYPED_TEST_P(GreeterClientContract, ReturnsTheStatusAndNamesTheCall) {
  typename GreeterClientContract<TypeParam>::Moody moody;
  const harness::FakeServer server(moody);
  TypeParam client(harness::ChannelTo(server.address()), harness::kForever);
  EXPECT_EQ(client.SayHello("you").status(),
            absl::NotFoundError("SayHello: nobody is called you"));
}

TYPED_TEST_P(GreeterClientContract, WaitsNoLongerThanItsTimeout) {
  typename GreeterClientContract<TypeParam>::Moody moody;
  const harness::FakeServer server(moody);
  TypeParam client(harness::ChannelTo(server.address()),
                   absl::Milliseconds(100));
  EXPECT_THAT(client.SayHelloAgain("you"),
              harness::HasCode(absl::StatusCode::kDeadlineExceeded));
}

TYPED_TEST_P(GreeterClientContract, NoServerIsUnavailable) {
  TypeParam client(harness::ChannelTo(harness::DeadAddress()),
                   harness::kForever);
  EXPECT_THAT(client.SayHello("you"),
              harness::HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(client.SayHelloAgain("you"),
              harness::HasCode(absl::StatusCode::kUnavailable));
}

REGISTER_TYPED_TEST_SUITE_P(GreeterClientContract, ReturnsBothGreetings,
                            ReturnsTheStatusAndNamesTheCall,
                            WaitsNoLongerThanItsTimeout, NoServerIsUnavailable);

#endif  // TESTS_GREETER_CLIENT_CONTRACT_H_
