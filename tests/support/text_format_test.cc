// SPDX-License-Identifier: Apache-2.0

#include "support/text_format.h"

#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/wrappers.pb.h"

namespace {

std::string Shown(const std::string& text) {
  google::protobuf::StringValue message;
  message.set_value(text);
  return support::TextFormat(message);
}

TEST(TextFormat, IsAFieldALineAndAnEmptyLine) {
  EXPECT_EQ(Shown("World"), "value: \"World\"\n\n");
  EXPECT_EQ(Shown(""), "\n");
}

TEST(TextFormat, ShowsLettersAsTheyAreAndEscapesTheRest) {
  EXPECT_EQ(Shown("Zoë 世界"), "value: \"Zoë 世界\"\n\n");
  EXPECT_EQ(Shown("i'm \"fine\"\n\x1b"),
            "value: \"i\\'m \\\"fine\\\"\\n\\033\"\n\n");
}

}  // namespace
