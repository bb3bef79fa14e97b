// SPDX-License-Identifier: Apache-2.0

#include "feature_db.h"

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "route_guide.pb.h"
#include "tests/harness.h"
#include "tests/route_guide/domain_harness.h"
#include "tests/route_guide/temporary_file.h"

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Names(const FeatureDb& db, int lat1, int lon1,
                               int lat2, int lon2) {
  auto within = db.List(MakeRectangle(lat1, lon1, lat2, lon2));
  std::vector<std::string> names;
  routeguide::Feature feature;
  while (within->Next(&feature)) names.push_back(feature.name());
  return names;
}

TEST(FeatureDb, GetsTheFeatureAtAPoint) {
  const auto db = MakeDb({{1, 2, "A"}, {2, 1, "B"}, {-1, -2, ""}});
  EXPECT_EQ(db->size(), 3);
  EXPECT_EQ(db->Get(MakePoint(2, 1))->name(), "B");
  EXPECT_EQ(db->Get(MakePoint(-1, -2))->name(), "");
  EXPECT_EQ(db->NameAt({1, 2}), "A");
}

TEST(FeatureDb, AnUnknownPointHasAFeatureWithoutAName) {
  const auto db = MakeDb({{1, 2, "A"}});
  const auto feature = db->Get(MakePoint(5, 6));
  ASSERT_TRUE(feature.ok());
  EXPECT_EQ(feature->name(), "");
  EXPECT_EQ(feature->location().latitude(), 5);
  EXPECT_EQ(feature->location().longitude(), 6);
}

TEST(FeatureDb, OfTwoFeaturesAtAPointTheFirstIsTheOne) {
  const auto db = MakeDb({{1, 2, "A"}, {1, 2, "B"}});
  EXPECT_EQ(db->Get(MakePoint(1, 2))->name(), "A");
  EXPECT_THAT(Names(*db, 0, 0, 9, 9), ElementsAre("A", "B"));
}

TEST(FeatureDb, FindsAFeatureByItsName) {
  const auto db = MakeDb({{1, 2, "A"}, {3, 4, "B"}, {5, 6, "B"}});
  EXPECT_EQ(db->Named("B")->location().latitude(), 3);
  EXPECT_EQ(db->Named("C").status(),
            absl::NotFoundError("'C': no feature has this name"));
}

TEST(FeatureDb, ListsWhatLiesInARectangleWithItsEdges) {
  const auto db = MakeDb({{0, 0, "middle"},
                          {10, 20, "corner"},
                          {-10, 5, "edge"},
                          {11, 0, "outside"},
                          {0, -21, "outside too"}});
  EXPECT_THAT(Names(*db, -10, -20, 10, 20),
              ElementsAre("middle", "corner", "edge"));
}

TEST(FeatureDb, TheCornersOfARectangleComeInAnyOrder) {
  const auto db = MakeDb({{5, 5, "A"}, {50, 50, "B"}});
  for (const auto& names :
       {Names(*db, 0, 0, 10, 10), Names(*db, 10, 10, 0, 0),
        Names(*db, 0, 10, 10, 0), Names(*db, 10, 0, 0, 10)}) {
    EXPECT_THAT(names, ElementsAre("A"));
  }
}

TEST(FeatureDb, ARectangleMayBeAPoint) {
  const auto db = MakeDb({{5, 5, "A"}, {5, 6, "B"}});
  EXPECT_THAT(Names(*db, 5, 5, 5, 5), ElementsAre("A"));
  EXPECT_THAT(Names(*db, 6, 5, 6, 5), IsEmpty());
}

TEST(FeatureDb, TheWholeEarthIsARectangle) {
  const auto db = MakeDb({{900000000, 1800000000, "A"},
                          {-900000000, -1800000000, "B"},
                          {0, 0, ""}});
  EXPECT_THAT(Names(*db, -900000000, -1800000000, 900000000, 1800000000),
              ElementsAre("A", "B", ""));
}

TEST(FeatureDb, MayBeEmpty) {
  const auto db = MakeDb({});
  EXPECT_EQ(db->size(), 0);
  EXPECT_EQ(db->Get(MakePoint(0, 0))->name(), "");
  EXPECT_THAT(Names(*db, -10, -10, 10, 10), IsEmpty());
}

TEST(FeatureDb, APointBeyondTheEarthIsRefusedByNameAndValue) {
  const auto db = MakeDb({});
  EXPECT_EQ(db->Get(MakePoint(900000001, 0)).status(),
            absl::InvalidArgumentError(
                "latitude 900000001: wanted -900000000 to 900000000 (degrees "
                "times 10,000,000)"));
  EXPECT_EQ(db->Get(MakePoint(0, -1800000001)).status(),
            absl::InvalidArgumentError(
                "longitude -1800000001: wanted -1800000000 to 1800000000 "
                "(degrees times 10,000,000)"));
  EXPECT_EQ(db->List(MakeRectangle(900000001, 0, 0, 0)).status().message(),
            "lo.latitude 900000001: wanted -900000000 to 900000000 (degrees "
            "times 10,000,000)");
  EXPECT_EQ(db->List(MakeRectangle(0, 0, 0, 1800000001)).status().message(),
            "hi.longitude 1800000001: wanted -1800000000 to 1800000000 "
            "(degrees times 10,000,000)");
}

// Small rectangles come from the index and large ones from the file: both must
// say what a search through all features says.
TEST(FeatureDb, FindsWhatASearchThroughAllFeaturesFinds) {
  std::mt19937 random(1);
  std::uniform_int_distribution<int> coordinate(-50, 50);
  std::vector<NamedPlace> places;
  for (int i = 0; i < 2000; ++i) {
    places.push_back({coordinate(random), coordinate(random), absl::StrCat(i)});
  }
  const auto db = MakeDb(places);
  size_t fewest = places.size();
  size_t most = 0;
  for (int i = 0; i < 300; ++i) {
    const int lat1 = coordinate(random);
    const int lon1 = coordinate(random);
    const int lat2 = coordinate(random);
    const int lon2 = coordinate(random);
    std::vector<std::string> wanted;
    for (const NamedPlace& place : places) {
      if (std::min(lat1, lat2) <= place.latitude &&
          place.latitude <= std::max(lat1, lat2) &&
          std::min(lon1, lon2) <= place.longitude &&
          place.longitude <= std::max(lon1, lon2)) {
        wanted.push_back(place.name);
      }
    }
    ASSERT_EQ(Names(*db, lat1, lon1, lat2, lon2), wanted);
    fewest = std::min(fewest, wanted.size());
    most = std::max(most, wanted.size());
  }
  EXPECT_LT(fewest, places.size() / 32);
  EXPECT_GT(most, places.size() / 2);
}

TEST(FeatureDb, AFileThatCannotBeReadIsReported) {
  EXPECT_THAT(FeatureDb::Load("/no/such/file"),
              harness::HasCode(absl::StatusCode::kNotFound));
  const TemporaryFile file("[1]");
  EXPECT_THAT(FeatureDb::Load(file.path()),
              harness::HasCode(absl::StatusCode::kInvalidArgument));
}

TEST(FeatureDb, LoadsTheDataOfTheTree) {
  const auto db = FeatureDb::Load(ROUTE_GUIDE_DB);
  ASSERT_TRUE(db.ok()) << db.status();
  EXPECT_GE((*db)->size(), 300);
  EXPECT_EQ((*db)->Get(MakePoint(488666667, 23333333))->name(),
            "Paris, France");
  EXPECT_THAT((*db)->Named("Mariehamn, Åland Islands"),
              harness::HasCode(absl::StatusCode::kOk));
  EXPECT_THAT((*db)->Named(""), harness::HasCode(absl::StatusCode::kOk));
}

}  // namespace
