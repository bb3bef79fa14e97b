// SPDX-License-Identifier: Apache-2.0

#include "support/input_lines.h"

#include <unistd.h>

#include <array>
#include <future>
#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "support/stop.h"
#include "tests/harness.h"

namespace {

using harness::HasCode;

class InputLines : public testing::Test {
 protected:
  ~InputLines() override {
    Close();
    close(ends_[0]);
  }

  void Write(const std::string& text) {
    ASSERT_EQ(write(ends_[1], text.data(), text.size()),
              static_cast<ssize_t>(text.size()));
  }
  void Close() {
    if (ends_[1] >= 0) close(ends_[1]);
    ends_[1] = -1;
  }

  std::optional<std::string> Next() {
    const auto line = lines_.Next();
    EXPECT_THAT(line, HasCode(absl::StatusCode::kOk)) << line.status();
    return line.value_or(std::nullopt);
  }

  static std::array<int, 2> Pipe() {
    std::array<int, 2> ends = {};
    EXPECT_EQ(pipe(ends.data()), 0);
    return ends;
  }

  std::array<int, 2> ends_ = Pipe();
  support::Stop stop_;
  support::InputLines lines_{ends_[0], stop_};
};

TEST_F(InputLines, ComeOneByOneWithoutBlanks) {
  Write("one\n  two\t\r\n\n \nthr");
  EXPECT_EQ(Next(), "one");
  EXPECT_EQ(lines_.number(), 1);
  EXPECT_EQ(Next(), "two");
  Write("ee\n");
  EXPECT_EQ(Next(), "three");
  EXPECT_EQ(lines_.number(), 5);
  Close();
  EXPECT_EQ(Next(), std::nullopt);
  EXPECT_EQ(Next(), std::nullopt);
}

TEST_F(InputLines, TheLastNeedsNoLineBreak) {
  Write("one\ntwo");
  Close();
  EXPECT_EQ(Next(), "one");
  EXPECT_EQ(Next(), "two");
  EXPECT_EQ(Next(), std::nullopt);
}

TEST_F(InputLines, StopEndsTheWaitForOne) {
  auto line = std::async(std::launch::async, [this] { return Next(); });
  stop_.Set();
  EXPECT_EQ(line.get(), std::nullopt);
}

TEST_F(InputLines, AfterStopNoneComesThatWasReadBefore) {
  Write("one\ntwo\n");
  EXPECT_EQ(Next(), "one");
  stop_.Set();
  EXPECT_EQ(Next(), std::nullopt);
}

TEST_F(InputLines, AreTextInUtf8) {
  Write("Zoë\n\xff\nAda\n");
  EXPECT_EQ(Next(), "Zoë");
  const auto line = lines_.Next();
  EXPECT_THAT(line, HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(line.status().message(), "line 2: \"\\xff\": wanted text in UTF-8");
  EXPECT_EQ(Next(), "Ada");
}

TEST_F(InputLines, AreNotTooLong) {
  auto writer = std::async(std::launch::async, [this] {
    Write(std::string(support::InputLines::kMostBytes, 'x') + "\n" +
          std::string(support::InputLines::kMostBytes + 8192, 'y'));
  });
  EXPECT_EQ(Next()->size(), support::InputLines::kMostBytes);
  const auto line = lines_.Next();
  EXPECT_THAT(line, HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(line.status().message(),
            "line 2: wanted a line of at most 65536 bytes");
  writer.get();
}

TEST_F(InputLines, ThatCannotBeReadAreAnError) {
  support::InputLines closed(999'999, stop_);
  const auto line = closed.Next();
  EXPECT_THAT(line, HasCode(absl::StatusCode::kDataLoss));
  EXPECT_EQ(line.status().message(), "cannot read the input after line 0");
}

}  // namespace
