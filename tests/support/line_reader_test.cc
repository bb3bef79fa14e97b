// SPDX-License-Identifier: Apache-2.0

#include "support/line_reader.h"

#include <iostream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <streambuf>
#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"

namespace {

using testing::Optional;

TEST(LineReader, ReadsLineByLineUntilTheInputEnds) {
  std::istringstream in("one\ntwo words\nthree");
  std::ostringstream out;
  support::LineReader reader(in, out, /*ask=*/false);
  EXPECT_THAT(reader.Next("? "), Optional(std::string("one")));
  EXPECT_THAT(reader.Next("? "), Optional(std::string("two words")));
  EXPECT_THAT(reader.Next("? "), Optional(std::string("three")));
  EXPECT_EQ(reader.Next("? "), std::nullopt);
  EXPECT_EQ(out.str(), "");
  EXPECT_EQ(reader.status(), absl::OkStatus());
}

TEST(LineReader, AnEmptyLineIsNoAnswer) {
  std::istringstream in("\nmore\n");
  std::ostringstream out;
  support::LineReader reader(in, out, /*ask=*/false);
  EXPECT_EQ(reader.Next("? "), std::nullopt);
  EXPECT_THAT(reader.Next("? "), Optional(std::string("more")));
}

TEST(LineReader, AsksAPersonAndEndsTheLineForOneWhoLeaves) {
  std::istringstream in("one\n");
  std::ostringstream out;
  support::LineReader reader(in, out, /*ask=*/true);
  EXPECT_THAT(reader.Next("name? "), Optional(std::string("one")));
  EXPECT_EQ(reader.Next("name? "), std::nullopt);
  EXPECT_EQ(out.str(), "name? name? \n");
}

TEST(LineReader, AsksOnceForAllLinesThatAreReadWithoutAQuestion) {
  std::istringstream in("one\n");
  std::ostringstream out;
  support::LineReader reader(in, out, /*ask=*/true);
  reader.Ask("names?\n");
  EXPECT_THAT(reader.Next(), Optional(std::string("one")));
  EXPECT_EQ(reader.Next(), std::nullopt);
  EXPECT_EQ(out.str(), "names?\n");
}

TEST(LineReader, StandardInputIsReadWithoutAHandOnStandardOutput) {
  const support::LineReader reader = support::StandardInput();
  EXPECT_EQ(std::cin.tie(), nullptr);
  EXPECT_EQ(reader.status(), absl::OkStatus());
}

TEST(LineReader, KeepsEveryByteOfALine) {
  std::istringstream in(std::string("a\0b\n世界\n", 11));
  std::ostringstream out;
  support::LineReader reader(in, out, /*ask=*/false);
  EXPECT_THAT(reader.Next("? "), Optional(std::string("a\0b", 3)));
  EXPECT_THAT(reader.Next("? "), Optional(std::string("世界")));
}

TEST(LineReader, ALineThatIsNotUtf8EndsTheAnswersAndIsReported) {
  std::istringstream in("one\n\xff\ntwo\n");
  std::ostringstream out;
  support::LineReader reader(in, out, /*ask=*/false);
  EXPECT_THAT(reader.Next("? "), Optional(std::string("one")));
  EXPECT_EQ(reader.Next("? "), std::nullopt);
  EXPECT_EQ(reader.status(),
            absl::InvalidArgumentError("line 2 '\\xff': wanted text in UTF-8"));
}

TEST(LineReader, AnInputThatCannotBeReadIsReported) {
  class Broken : public std::streambuf {
    int_type underflow() override { throw std::runtime_error("broken"); }
  } broken;
  std::istream in(&broken);
  std::ostringstream out;
  support::LineReader reader(in, out, /*ask=*/false);
  EXPECT_EQ(reader.Next("? "), std::nullopt);
  EXPECT_EQ(reader.status(), absl::DataLossError("cannot read the input"));
}

}  // namespace
