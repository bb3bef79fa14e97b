// SPDX-License-Identifier: Apache-2.0
//
// What a Greeter answers, in whichever API style it is written. A test file
// instantiates it with the class that ServerContract takes.

#ifndef TESTS_GREETER_SERVER_CONTRACT_H_
#define TESTS_GREETER_SERVER_CONTRACT_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"
#include "tests/harness.h"

template <typename Setup>
class GreeterServerContract : public testing::Test {
 protected:
  grpc::Status SayHello(grpc::ClientContext& context, const std::string& name) {
    helloworld::HelloRequest request;
    request.set_name(name);
    return stub_->SayHello(&context, request, &reply_);
  }

  grpc::Status SayHello(const std::string& name) {
    harness::Context context;
    return SayHello(context, name);
  }

  decltype(harness::MustStart(Setup::Start(""))) server_ =
      harness::MustStart(Setup::Start("127.0.0.1:0"));
  const std::unique_ptr<helloworld::Greeter::Stub> stub_ =
      helloworld::Greeter::NewStub(harness::ChannelTo(server_->address()));
  helloworld::HelloReply reply_;
};
TYPED_TEST_SUITE_P(GreeterServerContract);

TYPED_TEST_P(GreeterServerContract, GreetsAName) {
  ASSERT_TRUE(this->SayHello("you").ok());
  EXPECT_EQ(this->reply_.message(), "Hello, you!");
}

TYPED_TEST_P(GreeterServerContract, GreetsANameAgain) {
  harness::Context context;
  helloworld::HelloRequest request;
  request.set_name("you");
  ASSERT_TRUE(
      this->stub_->SayHelloAgain(&context, request, &this->reply_).ok());
  EXPECT_EQ(this->reply_.message(), "Hello again, you!");
}

TYPED_TEST_P(GreeterServerContract, KeepsEveryByteOfAName) {
  for (const std::string& name :
       {std::string(), std::string("Zoë"), std::string("a\0b", 3)}) {
    ASSERT_TRUE(this->SayHello(name).ok());
    EXPECT_EQ(this->reply_.message(), absl::StrCat("Hello, ", name, "!"));
  }
}

TYPED_TEST_P(GreeterServerContract, AnswersTenThousandCalls) {
  for (int i = 0; i < 10'000; ++i) {
    ASSERT_TRUE(this->SayHello(absl::StrCat(i)).ok());
    ASSERT_EQ(this->reply_.message(), absl::StrCat("Hello, ", i, "!"));
  }
}

TYPED_TEST_P(GreeterServerContract, RefusesANameOfFiveMegabytesAndLivesOn) {
  // A server takes no message of more than 4 MiB unless it is told to.
  EXPECT_THAT(this->SayHello(std::string(5'000'000, 'x')),
              harness::HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_TRUE(this->SayHello("you").ok());
}

TYPED_TEST_P(GreeterServerContract, RefusesANameThatIsNotUtf8AndLivesOn) {
  EXPECT_FALSE(this->SayHello("\xff").ok());
  EXPECT_TRUE(this->SayHello("you").ok());
}

TYPED_TEST_P(GreeterServerContract, ACancelledCallFails) {
  harness::Context context;
  context.TryCancel();
  EXPECT_THAT(this->SayHello(context, "you"),
              harness::HasCode(absl::StatusCode::kCancelled));
}

TYPED_TEST_P(GreeterServerContract, ACallToAStoppedServerIsUnavailable) {
  ASSERT_TRUE(this->SayHello("you").ok());
  this->server_.reset();
  EXPECT_THAT(this->SayHello("you"),
              harness::HasCode(absl::StatusCode::kUnavailable));
}

REGISTER_TYPED_TEST_SUITE_P(GreeterServerContract, GreetsAName,
                            GreetsANameAgain, KeepsEveryByteOfAName,
                            AnswersTenThousandCalls,
                            RefusesANameOfFiveMegabytesAndLivesOn,
                            RefusesANameThatIsNotUtf8AndLivesOn,
                            ACancelledCallFails,
                            ACallToAStoppedServerIsUnavailable);

#endif  // TESTS_GREETER_SERVER_CONTRACT_H_
