// SPDX-License-Identifier: Apache-2.0

#include "hello_client.h"

#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "support/line_reader.h"
#include "tests/harness.h"
#include "tests/hello_harness.h"

namespace {

constexpr char kMenu[] =
    "1. hello - Unary\n"
    "2. parrotHello - Server Side Streaming\n"
    "3. clientHello - Client Side Streaming\n"
    "4. biHello - Bidirectional Streaming\n"
    "Which rpc would you like to make: ";

class Menu : public HelloTest {
 protected:
  absl::Status Run(const std::string& lines) {
    std::istringstream in(lines);
    support::LineReader input(in, out_, /*ask=*/true);
    return HelloMenu(stub_, input,
                     {.unary = harness::kForever, .stream = harness::kForever},
                     out_);
  }

  // What is printed after the menu.
  std::string Rest() {
    const std::string all = out_.str();
    EXPECT_THAT(all, testing::StartsWith(kMenu));
    return all.substr(sizeof(kMenu) - 1);
  }
};

TEST_F(Menu, OneIsUnary) {
  ASSERT_EQ(Run("1\n"), absl::OkStatus());
  EXPECT_EQ(Rest(), "message: \"Hello World\"\n\n");
}

TEST_F(Menu, TwoIsServerStreaming) {
  ASSERT_EQ(Run("2\n"), absl::OkStatus());
  EXPECT_THAT(Rest(), testing::StartsWith("********************\n"
                                          "message: \"Hello World 1\"\n\n"));
  EXPECT_THAT(Rest(), testing::EndsWith("message: \"Hello World 3\"\n\n"));
}

TEST_F(Menu, ThreeIsClientStreaming) {
  ASSERT_EQ(Run("3\nhello\n\n"), absl::OkStatus());
  EXPECT_THAT(Rest(), testing::StartsWith("Please enter a name"));
  EXPECT_THAT(Rest(), testing::HasSubstr("You have sent 1 messages."));
}

TEST_F(Menu, FourIsBidirectionalStreaming) {
  ASSERT_EQ(Run("4\nhello\n\n"), absl::OkStatus());
  EXPECT_THAT(Rest(), testing::StartsWith("Please enter a name"));
  EXPECT_THAT(Rest(), testing::HasSubstr("message: \"Hello hello\""));
}

TEST_F(Menu, AnythingElseIsRefused) {
  for (const std::string choice : {"0", "5", "12", "one", " 1", ""}) {
    const absl::Status status = Run(choice + "\n");
    EXPECT_EQ(status,
              absl::InvalidArgumentError("choice '" + choice +
                                         "': wanted a number from 1 to 4"));
  }
}

TEST_F(Menu, AChoiceThatCannotBeReadIsReported) {
  EXPECT_THAT(Run("\xff\n"),
              harness::HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_F(Menu, TheUnaryCallHasItsTimeout) {
  SilentHello service;
  const harness::FakeServer server(service);
  hello::Hello::Stub stub(harness::ChannelTo(server.address()));
  std::istringstream in("1\n");
  support::LineReader input(in, out_, /*ask=*/false);
  EXPECT_THAT(
      HelloMenu(stub, input,
                {.unary = absl::Milliseconds(100), .stream = harness::kForever},
                out_),
      harness::HasCode(absl::StatusCode::kDeadlineExceeded));
}

class SlowMenu : public HelloTest {
 protected:
  SlowMenu() : HelloTest(absl::InfiniteDuration()) {}
};

TEST_F(SlowMenu, TheServerStreamHasItsTimeout) {
  std::istringstream in("2\n");
  support::LineReader input(in, out_, /*ask=*/false);
  EXPECT_THAT(
      HelloMenu(stub_, input,
                {.unary = harness::kForever, .stream = absl::Milliseconds(100)},
                out_),
      harness::HasCode(absl::StatusCode::kDeadlineExceeded));
}

}  // namespace
