// SPDX-License-Identifier: Apache-2.0

#include "support/command_line.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/marshalling.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"

ABSL_FLAG(int, number, 0, "for the tests of what stands among flags");

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

template <typename T>
bool Parses(const std::string& text, std::string* error = nullptr) {
  T value;
  std::string ignored;
  return AbslParseFlag(text, &value, error == nullptr ? &ignored : error);
}

TEST(Timeout, TakesTimesThatAreNotNegative) {
  support::Timeout timeout;
  std::string error;
  ASSERT_TRUE(AbslParseFlag("1m30s", &timeout, &error));
  EXPECT_EQ(timeout.value, absl::Seconds(90));
  EXPECT_EQ(AbslUnparseFlag(timeout), "1m30s");
  EXPECT_TRUE(Parses<support::Timeout>("0s"));
  EXPECT_TRUE(Parses<support::Timeout>("inf"));
}

TEST(Timeout, RefusesAllElseAndSaysWhatItWants) {
  for (const std::string text : {"", "5", "-1s", "-inf", "soon"}) {
    std::string error;
    EXPECT_FALSE(Parses<support::Timeout>(text, &error)) << text;
    EXPECT_THAT(error, testing::HasSubstr("such as 5s"));
  }
}

TEST(HostPort, TakesAHostAndAPort) {
  for (const std::string text : {"localhost:50051", "127.0.0.1:0", "[::1]:1",
                                 "0.0.0.0:65535", "a.example:80"}) {
    EXPECT_TRUE(Parses<support::HostPort>(text)) << text;
  }
  EXPECT_EQ(AbslUnparseFlag(support::HostPort{"a:1"}), "a:1");
}

TEST(HostPort, RefusesAllElseAndSaysWhatItWants) {
  for (const std::string text :
       {"", "localhost", ":1", "localhost:", "localhost:http", "localhost:-1",
        "localhost:65536", "localhost:4294967296", "::1:5", "[::1]"}) {
    std::string error;
    EXPECT_FALSE(Parses<support::HostPort>(text, &error)) << text;
    EXPECT_THAT(error, testing::HasSubstr("wanted HOST:PORT"));
  }
}

TEST(Port, TakesANumberThatAPortCanHave) {
  for (const std::string text : {"0", "9736", "65535"}) {
    support::Port port;
    std::string error;
    ASSERT_TRUE(AbslParseFlag(text, &port, &error)) << text;
    EXPECT_EQ(AbslUnparseFlag(port), text);
  }
  for (const std::string text : {"", "-1", "65536", "4294967296", "http"}) {
    std::string error;
    EXPECT_FALSE(Parses<support::Port>(text, &error)) << text;
    EXPECT_EQ(error, "wanted a port up to 65535");
  }
}

TEST(Text, TakesUtf8Only) {
  support::Text text;
  std::string error;
  ASSERT_TRUE(AbslParseFlag("Zoë 世界", &text, &error));
  EXPECT_EQ(AbslUnparseFlag(text), "Zoë 世界");
  EXPECT_TRUE(Parses<support::Text>(""));
  // A byte that stands nowhere, half a letter, and a surrogate.
  for (const std::string wrong : {"\xff", "Zo\xc3", "\xed\xa0\x80"}) {
    EXPECT_FALSE(Parses<support::Text>(wrong, &error));
    EXPECT_EQ(error, "wanted text in UTF-8");
  }
}

std::optional<int> Parse(std::vector<std::string> arguments) {
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  return support::ParseCommandLine(static_cast<int>(arguments.size()),
                                   argv.data(), "does what it does.");
}

TEST(ParseCommandLine, GoesOnWithoutArguments) {
  EXPECT_EQ(Parse({"program"}), std::nullopt);
}

TEST(ParseCommandLine, HelpIsNoFailure) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(Parse({"bin/program", "--help"}), EXIT_SUCCESS);
  EXPECT_EQ(testing::internal::GetCapturedStdout(),
            "program: does what it does.\n\n");
}

TEST(ParseCommandLine, AnythingButAFlagIsAFailure) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(Parse({"program", "stray"}), EXIT_FAILURE);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "INVALID_ARGUMENT: argument 'stray': wanted nothing but flags; "
            "--help lists them\n");
}

// What a program that takes more than flags is given.
std::vector<std::string> ArgumentsOf(std::vector<std::string> line) {
  std::vector<char*> argv;
  argv.reserve(line.size() + 1);
  for (std::string& argument : line) argv.push_back(argument.data());
  argv.push_back(nullptr);
  std::vector<std::string> arguments = {"from before"};
  EXPECT_EQ(support::ParseCommandLine(static_cast<int>(line.size()),
                                      argv.data(), "", arguments),
            std::nullopt);
  return arguments;
}

TEST(ParseCommandLine, FindsArgumentsBetweenFlags) {
  EXPECT_THAT(ArgumentsOf({"program"}), IsEmpty());
  EXPECT_THAT(ArgumentsOf({"program", "call", "--number=5", "{}", ""}),
              ElementsAre("call", "{}", ""));
  EXPECT_EQ(absl::GetFlag(FLAGS_number), 5);
}

TEST(ParseCommandLine, TakesNothingForAFlagAfterTwoDashes) {
  EXPECT_THAT(ArgumentsOf({"program", "--", "--number=6", "--help"}),
              ElementsAre("--number=6", "--help"));
}

TEST(ParseCommandLine, HelpIsNoFailureAmongArguments) {
  std::vector<std::string> line = {"program", "call", "--help"};
  std::vector<char*> argv = {line[0].data(), line[1].data(), line[2].data(),
                             nullptr};
  std::vector<std::string> arguments;
  testing::internal::CaptureStdout();
  EXPECT_EQ(support::ParseCommandLine(3, argv.data(), "calls.", arguments),
            EXIT_SUCCESS);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "program: calls.\n\n");
}

TEST(ParseCommandLine, QuietsGrpcUnlessTheUserSaysOtherwise) {
  unsetenv("GRPC_VERBOSITY");
  EXPECT_EQ(Parse({"program"}), std::nullopt);
  EXPECT_STREQ(getenv("GRPC_VERBOSITY"), "NONE");
  setenv("GRPC_VERBOSITY", "DEBUG", 1);
  EXPECT_EQ(Parse({"program"}), std::nullopt);
  EXPECT_STREQ(getenv("GRPC_VERBOSITY"), "DEBUG");
}

}  // namespace
