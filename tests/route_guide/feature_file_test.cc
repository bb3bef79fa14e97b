// SPDX-License-Identifier: Apache-2.0

#include "feature_file.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "tests/harness.h"
#include "tests/route_guide/temporary_file.h"

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

class FeatureFile : public testing::Test {
 protected:
  absl::Status Read(const std::string& json) {
    const TemporaryFile file(json);
    return ReadFrom(file.path());
  }

  absl::Status ReadFrom(const std::string& path) {
    path_ = path;
    return ReadFeatures(
        path, [this](const Location& location, absl::string_view name) {
          places_.push_back({location.latitude, location.longitude});
          names_.emplace_back(name);
        });
  }

  // Expects an error that names the file and says `text`.
  void ExpectRefused(const std::string& json, const std::string& text) {
    const absl::Status status = Read(json);
    EXPECT_THAT(status, harness::HasCode(absl::StatusCode::kInvalidArgument))
        << json;
    EXPECT_THAT(std::string(status.message()),
                HasSubstr(absl::StrCat(path_, ": ", text)))
        << json;
  }

  std::string path_;
  std::vector<std::pair<int, int>> places_;
  std::vector<std::string> names_;
};

TEST_F(FeatureFile, GivesFeaturesInTheOrderOfTheFile) {
  ASSERT_EQ(Read(R"([
    {"location": {"latitude": 407838351, "longitude": -746143763},
     "name": "Patriots Path, Mendham, NJ 07945, USA"},
    {"location": {"latitude": 408122808, "longitude": -743999179},
     "name": ""}])"),
            absl::OkStatus());
  EXPECT_THAT(places_, ElementsAre(Pair(407838351, -746143763),
                                   Pair(408122808, -743999179)));
  EXPECT_THAT(names_, ElementsAre("Patriots Path, Mendham, NJ 07945, USA", ""));
}

TEST_F(FeatureFile, TakesFieldsInAnyOrderAndSkipsUnknownOnes) {
  ASSERT_EQ(Read(R"([{"height": {"metres": [1, {}]}, "name": "N",
                      "location": {"longitude": 2, "up": 3, "latitude": 1}}])"),
            absl::OkStatus());
  EXPECT_THAT(places_, ElementsAre(Pair(1, 2)));
  EXPECT_THAT(names_, ElementsAre("N"));
}

// The official examples strip the spaces inside of names and know no escapes.
TEST_F(FeatureFile, OfficialDefectNamesLoseSpacesAndEscapes) {
  ASSERT_EQ(Read(R"([{"location": {"latitude": 0, "longitude": 0},
                      "name": " a  \"b\"\t\\ \u00e9 \ud83c\udf0d 世界 [{:,}] "}])"),
            absl::OkStatus());
  EXPECT_THAT(names_, ElementsAre(" a  \"b\"\t\\ é 🌍 世界 [{:,}] "));
}

TEST_F(FeatureFile, MayBeAnEmptyArray) {
  EXPECT_EQ(Read("[]"), absl::OkStatus());
  EXPECT_EQ(Read(" [\n]\n"), absl::OkStatus());
  EXPECT_TRUE(places_.empty());
}

TEST_F(FeatureFile, TheEndsOfTheEarthAreOnIt) {
  ASSERT_EQ(Read(R"([
    {"location": {"latitude": 900000000, "longitude": 1800000000}, "name": ""},
    {"location": {"latitude": -900000000, "longitude": -1800000000},
     "name": ""}])"),
            absl::OkStatus());
  EXPECT_EQ(places_.size(), 2);
}

TEST_F(FeatureFile, AMissingFileIsNamed) {
  EXPECT_EQ(ReadFrom("/no/such/file"),
            absl::NotFoundError("/no/such/file: No such file or directory"));
}

TEST_F(FeatureFile, AFolderIsNoFile) {
  EXPECT_EQ(ReadFrom("/"), absl::DataLossError("/: cannot be read"));
}

// The official servers go on without features.
TEST_F(FeatureFile, OfficialDefectWhatIsNotJsonIsIgnored) {
  for (const char* json : {"", "nonsense", "[", "[{]", "[]]", "[1,]", "{",
                           R"([{"location": {"latitude": 1, "long)",
                           R"([{"location": {"latitude": 1)"}) {
    ExpectRefused(json, "");
  }
  ExpectRefused("[\n  oops]",
                "[json.exception.parse_error.101] parse error at "
                "line 2, column 3: ");
}

TEST_F(FeatureFile, ANameThatIsNotUtf8IsRefused) {
  for (const char* name : {"\xff", "\\ud83c"}) {
    ExpectRefused(
        absl::StrCat(R"([{"location": {"latitude": 0, "longitude": 0},)",
                     R"("name": ")", name, "\"}]"),
        "[json.exception.parse_error.101] parse error at line 1, column ");
  }
}

TEST_F(FeatureFile, WhatIsNoArrayOfFeaturesIsRefused) {
  ExpectRefused("{}", "an object: wanted an array");
  ExpectRefused(R"({"features": [1, {"a": 2}]})", "an object: wanted an array");
  ExpectRefused("17", "17: wanted an array");
  ExpectRefused("null", "is missing: wanted an array");
  ExpectRefused("[17]", "[0] 17: wanted an object");
  ExpectRefused("[[]]", "[0] []: wanted an object");
}

std::string FeatureAt(const std::string& latitude,
                      const std::string& longitude) {
  return absl::StrCat(R"({"location": {"latitude": )", latitude,
                      R"(, "longitude": )", longitude, R"(}, "name": "N"})");
}

TEST_F(FeatureFile, AFieldThatIsMissingIsNamed) {
  ExpectRefused("[{}]", "[0].location is missing: wanted an object");
  ExpectRefused(R"([{"location": {}}])",
                "[0].location.latitude is missing: wanted an integer from "
                "-900000000 to 900000000 (degrees times 10,000,000)");
  ExpectRefused(R"([{"location": {"latitude": 1}}])",
                "[0].location.longitude is missing: wanted an integer from "
                "-1800000000 to 1800000000 (degrees times 10,000,000)");
  ExpectRefused(R"([{"location": {"latitude": 1, "longitude": 1}}])",
                "[0].name is missing: wanted a string");
}

TEST_F(FeatureFile, AFieldOfAnotherTypeIsNamed) {
  ExpectRefused(R"([{"location": 17}])", "[0].location 17: wanted an object");
  ExpectRefused(absl::StrCat("[", FeatureAt("1.5", "1"), "]"),
                "[0].location.latitude 1.5: wanted an integer");
  ExpectRefused(absl::StrCat("[", FeatureAt("1", R"("1")"), "]"),
                R"([0].location.longitude "1": wanted an integer)");
  ExpectRefused(R"([{"location": {"latitude": 1, "longitude": 1}, "name": 5}])",
                "[0].name 5: wanted a string");
}

TEST_F(FeatureFile, AValueOfManyLevelsIsRefused) {
  ExpectRefused(
      absl::StrCat(std::string(100'000, '['), std::string(100'000, ']')),
      "[0]: wanted no more than 16 levels");
}

TEST_F(FeatureFile, ALongValueIsCut) {
  ExpectRefused(
      absl::StrCat("[\"", std::string(1000, 'x'), "\"]"),
      absl::StrCat("[0] \"", std::string(59, 'x'), "...: wanted an object"));
}

TEST_F(FeatureFile, ACoordinateBeyondTheEarthIsNamedWithItsFeature) {
  for (const char* value : {"900000001", "-900000001", "4294967296",
                            "18446744073709551615", "1e999"}) {
    EXPECT_THAT(Read(absl::StrCat("[", FeatureAt("1", "1"), ",",
                                  FeatureAt(value, "1"), "]")),
                harness::HasCode(absl::StatusCode::kInvalidArgument))
        << value;
  }
  ExpectRefused(absl::StrCat("[", FeatureAt("1", "1"), ",",
                             FeatureAt("900000001", "1"), "]"),
                "[1].location.latitude 900000001: wanted ");
  ExpectRefused(absl::StrCat("[", FeatureAt("1", "-1800000001"), "]"),
                "[0].location.longitude -1800000001: wanted ");
}

TEST_F(FeatureFile, TheFirstErrorIsReported) {
  ExpectRefused(absl::StrCat("[", FeatureAt("900000001", "1"), ", 17, oops"),
                "[0].location.latitude 900000001: wanted ");
}

}  // namespace
