// SPDX-License-Identifier: Apache-2.0

#include "support/hex.h"

#include <string>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"

namespace {

using support::FromHex;

TEST(FromHex, ReadsEveryByteInEitherCase) {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) {
    bytes.push_back(static_cast<char>(byte));
  }
  EXPECT_EQ(FromHex(absl::BytesToHexString(bytes)), bytes);
  EXPECT_EQ(FromHex("aBCd"), "\xab\xcd");
  EXPECT_EQ(FromHex(""), "");
}

TEST(FromHex, TakesNothingElse) {
  for (const char* wrong :
       {"0", "012", "0g", "g0", " 0", "0x", "+1", "-1", "00 ", "é"}) {
    EXPECT_EQ(FromHex(wrong), std::nullopt) << wrong;
  }
}

}  // namespace
