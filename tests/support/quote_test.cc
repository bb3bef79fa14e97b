// SPDX-License-Identifier: Apache-2.0

#include "support/quote.h"

#include <string>

#include "gmock/gmock.h"

namespace {

TEST(Quote, LeavesLettersOfEveryAlphabetAsTheyAre) {
  EXPECT_EQ(support::Quote(""), "\"\"");
  EXPECT_EQ(support::Quote("Ada"), "\"Ada\"");
  EXPECT_EQ(support::Quote("Zoë 你好"), "\"Zoë 你好\"");
}

TEST(Quote, EscapesWhatATerminalWouldObey) {
  EXPECT_EQ(support::Quote("a\nb\x1b\"\\"), R"("a\nb\x1b\"\\")");
}

TEST(Quote, EscapesWhatIsNotUtf8) {
  EXPECT_EQ(support::Quote("\xff\xfe"), R"("\xff\xfe")");
}

TEST(Quote, ShowsTheBeginningOfALongText) {
  EXPECT_EQ(support::Quote(std::string(64, 'a')),
            "\"" + std::string(64, 'a') + "\"");
  EXPECT_EQ(support::Quote(std::string(5000, 'a')),
            "\"" + std::string(64, 'a') + "...\" (5000 bytes)");
}

TEST(Quote, CutsBetweenCharacters) {
  EXPECT_EQ(support::Quote(std::string(63, 'a') + "ëëë"),
            "\"" + std::string(63, 'a') + "...\" (69 bytes)");
}

TEST(Quote, CutsLongTextThatIsNotUtf8) {
  EXPECT_EQ(support::Quote(std::string(100, '\x80')).substr(0, 9),
            R"("\x80\x80)");
}

}  // namespace
