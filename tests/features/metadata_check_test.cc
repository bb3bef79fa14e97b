// SPDX-License-Identifier: Apache-2.0

#include "metadata_check.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"

namespace {

TEST(MetadataCheck, PassesAnyNumberOfEntries) {
  EXPECT_EQ(CheckMetadata({}), absl::OkStatus());
  EXPECT_EQ(CheckMetadata({{"a", "1"}, {"b", ""}, {"a", "1"}}),
            absl::OkStatus());
}

TEST(MetadataCheck, NamesTheFirstEntryThatIsWrong) {
  EXPECT_EQ(CheckMetadata({{"a", "1"}, {"B", "1"}, {"C", "1"}}),
            absl::InvalidArgumentError("metadata key \"B\": wanted one or more "
                                       "of a-z 0-9 - _ ."));
  EXPECT_EQ(CheckMetadata({{"a", "1"}, {"b", "12\n"}, {"c", "\n"}}),
            absl::InvalidArgumentError(
                "metadata key \"b\": byte 3 of the value is 0x0a: wanted "
                "printable ASCII, or a key in -bin"));
}

TEST(MetadataCheck, PassesOnlyLowerCaseDigitsAndThreeSignsInAKey) {
  const std::string wanted = "0123456789abcdefghijklmnopqrstuvwxyz-_.";
  for (int i = 0; i < 256; ++i) {
    const std::string key(1, static_cast<char>(i));
    const bool passes = absl::StrContains(wanted, key);
    EXPECT_EQ(CheckMetadata({{key, ""}}).ok(), passes) << i;
    EXPECT_EQ(CheckMetadata({{"a" + key + "b", ""}}).ok(), passes) << i;
  }
  EXPECT_FALSE(CheckMetadata({{"", "x"}}).ok());
}

TEST(MetadataCheck, PassesOnlyPrintableAsciiInAValueUnlessTheKeyEndsInBin) {
  for (int i = 0; i < 256; ++i) {
    const std::string value(1, static_cast<char>(i));
    EXPECT_EQ(CheckMetadata({{"a", value}}).ok(), i >= 0x20 && i <= 0x7e) << i;
    EXPECT_TRUE(CheckMetadata({{"a-bin", value}}).ok()) << i;
  }
  EXPECT_FALSE(CheckMetadata({{"bin", "\n"}}).ok());
  EXPECT_FALSE(CheckMetadata({{"a-bin-", "\n"}}).ok());
}

TEST(MetadataCheck, RefusesKeysThatAreReserved) {
  for (const std::string key :
       {"grpc-", "grpc-status", "grpc-anything-bin", "content-type", "te",
        "user-agent", "host", "upgrade", "connection"}) {
    EXPECT_EQ(
        CheckMetadata({{key, "x"}}),
        absl::InvalidArgumentError(absl::StrCat(
            "metadata key \"", key, "\": wanted one that is not reserved")));
  }
  EXPECT_TRUE(CheckMetadata({{"grpc", "x"}, {"ten", "x"}, {"x-te", "x"}}).ok());
}

TEST(MetadataCheck, CountsKeysValuesAnd32BytesForEachEntry) {
  const MetadataEntries most = {
      {"a", "bc"}, {"d", std::string(kMostMetadataBytes - 68, 'x')}};
  EXPECT_EQ(CheckMetadata(most), absl::OkStatus());
  MetadataEntries more = most;
  more.front().second += 'x';
  EXPECT_EQ(CheckMetadata(more),
            absl::InvalidArgumentError(
                "metadata of 7169 bytes: wanted at most 7168"));
}

TEST(MetadataCheck, CountsFourBytesForThreeOfABinaryValue) {
  // 5 bytes of the key, 32 of the entry, and 7128 for 5346 of the value.
  EXPECT_EQ(CheckMetadata({{"a-bin", std::string(5346, '\0')}}),
            absl::OkStatus());
  EXPECT_EQ(CheckMetadata({{"a-bin", std::string(5347, '\0')}}),
            absl::InvalidArgumentError(
                "metadata of 7169 bytes: wanted at most 7168"));
}

}  // namespace
