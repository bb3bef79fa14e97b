// SPDX-License-Identifier: Apache-2.0

#include "support/journal.h"

#include <optional>
#include <sstream>
#include <string>
#include <thread>

#include "absl/time/time.h"
#include "gmock/gmock.h"

namespace {

using testing::Optional;

TEST(Journal, GivesTheLinesInTheirOrderOnce) {
  support::Journal journal;
  journal.Write("one");
  journal.Write("two");
  EXPECT_THAT(journal.Next(), Optional(std::string("one")));
  EXPECT_THAT(journal.Next(), Optional(std::string("two")));
  EXPECT_EQ(journal.Next(absl::ZeroDuration()), std::nullopt);
}

TEST(Journal, WaitsForALineThatIsStillToCome) {
  support::Journal journal;
  std::thread writer([&journal] { journal.Write("late"); });
  EXPECT_THAT(journal.Next(), Optional(std::string("late")));
  writer.join();
}

TEST(Journal, WaitsNoLongerThanItsPatience) {
  support::Journal journal;
  EXPECT_EQ(journal.Next(absl::Milliseconds(10)), std::nullopt);
}

TEST(Journal, ALineStaysOneLine) {
  support::Journal journal;
  journal.Write("a\nb\tc\x1b[2J");
  EXPECT_THAT(journal.Next(), Optional(std::string("a b c [2J")));
}

TEST(Journal, KeepsTheFirstLinesOfOneWhoNeverStops) {
  support::Journal journal;
  for (size_t i = 0; i < support::Journal::kMostLines + 10; ++i) {
    journal.Write(std::to_string(i));
  }
  std::string last;
  while (const auto line = journal.Next(absl::ZeroDuration())) last = *line;
  EXPECT_EQ(last, std::to_string(support::Journal::kMostLines - 1));
}

TEST(Journal, PrintsForAPersonAndKeepsNothing) {
  std::ostringstream out;
  {
    support::Journal journal(out);
    journal.Write("one");
    journal.Write("two");
    EXPECT_EQ(journal.Next(absl::ZeroDuration()), std::nullopt);
  }
  EXPECT_EQ(out.str(), "one\ntwo\n");
}

}  // namespace
