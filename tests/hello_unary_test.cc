// SPDX-License-Identifier: Apache-2.0

#include "hello_unary.h"

#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "hello.grpc.pb.h"
#include "tests/harness.h"
#include "tests/hello_harness.h"

namespace {

class Unary : public HelloTest {
 protected:
  absl::Status Run(const hello::HelloRequest& request) {
    return HelloUnary(stub_, request, harness::kForever, out_);
  }
};

TEST_F(Unary, PrintsWhatTheTutorialPrints) {
  ASSERT_EQ(Run(Request("Hello", "World")), absl::OkStatus());
  EXPECT_EQ(out_.str(), "message: \"Hello World\"\n\n");
  EXPECT_EQ(Log(), "name: \"World\"\ngreeting: \"Hello\"\n\n");
}

TEST_F(Unary, AnEmptyRequestIsAnswered) {
  ASSERT_EQ(Run(hello::HelloRequest()), absl::OkStatus());
  EXPECT_EQ(out_.str(), "message: \" \"\n\n");
  EXPECT_EQ(Log(), "\n");
}

TEST_F(Unary, KeepsEveryByteOfAName) {
  ASSERT_EQ(Run(Request("Grüß", std::string("a\0b 世界", 10))),
            absl::OkStatus());
  EXPECT_EQ(out_.str(), "message: \"Grüß a\\000b 世界\"\n\n");
}

TEST_F(Unary, TenThousandCallsAreAnswered) {
  std::string expected;
  for (int i = 0; i < 10'000; ++i) {
    ASSERT_EQ(Run(Request("Hello", absl::StrCat(i))), absl::OkStatus());
    absl::StrAppend(&expected, "message: \"Hello ", i, "\"\n\n");
  }
  EXPECT_EQ(out_.str(), expected);
}

TEST_F(Unary, ANameOfFiveMegabytesIsRefusedAndTheServerLivesOn) {
  EXPECT_THAT(Run(Request("Hello", std::string(5'000'000, 'x'))),
              harness::HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(out_.str(), "");
  EXPECT_TRUE(Lives());
}

TEST_F(Unary, ACancelledCallFails) {
  harness::Context context;
  context.TryCancel();
  hello::HelloReply reply;
  EXPECT_THAT(stub_.hello(&context, Request("Hello", "World"), &reply),
              harness::HasCode(absl::StatusCode::kCancelled));
}

TEST_F(Unary, AStoppedServerIsUnavailable) {
  ASSERT_TRUE(Lives());
  server_.reset();
  EXPECT_THAT(Run(Request("Hello", "World")),
              harness::HasCode(absl::StatusCode::kUnavailable));
}

TEST(UnaryClient, WaitsNoLongerThanItsTimeout) {
  SilentHello service;
  const harness::FakeServer server(service);
  hello::Hello::Stub stub(harness::ChannelTo(server.address()));
  std::ostringstream out;
  const absl::Status status =
      HelloUnary(stub, hello::HelloRequest(), absl::Milliseconds(100), out);
  EXPECT_THAT(status, harness::HasCode(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(std::string(status.message()), testing::StartsWith("hello: "));
}

}  // namespace
