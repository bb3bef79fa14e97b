// SPDX-License-Identifier: Apache-2.0

#include "place.h"

#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "route_guide.pb.h"
#include "tests/harness.h"
#include "tests/route_guide/domain_harness.h"

namespace {

using testing::HasSubstr;

TEST(Place, IsAPointInE7Degrees) {
  const auto db = MakeDb({});
  const auto place = ReadPlace("407141667,-740063889", *db);
  ASSERT_TRUE(place.ok()) << place.status();
  EXPECT_EQ(place->latitude(), 407141667);
  EXPECT_EQ(place->longitude(), -740063889);
  EXPECT_TRUE(ReadPlace("1, 2", *db).ok());
}

TEST(Place, IsAFeaturesName) {
  const auto db = MakeDb({{1, 2, "Paris, France"}, {3, 4, "5,6,7"}});
  EXPECT_EQ(ReadPlace("Paris, France", *db)->latitude(), 1);
  EXPECT_EQ(ReadPlace("5,6,7", *db)->longitude(), 4);
}

TEST(Place, MayBeBeyondTheEarthForTheServerToRefuse) {
  const auto db = MakeDb({});
  EXPECT_EQ(ReadPlace("2147483647,-2147483648", *db)->latitude(), 2147483647);
}

TEST(Place, IsNamedWhenItIsNone) {
  const auto db = MakeDb({{1, 2, "Paris, France"}});
  for (const char* text : {"", "Paris", "paris, france", "1", "1,", "1,2,3",
                           "1.5,2", "2147483648,0"}) {
    const absl::Status status = ReadPlace(text, *db).status();
    EXPECT_THAT(status, harness::HasCode(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(std::string(status.message()),
                HasSubstr("place '" + std::string(text) + "': wanted "));
  }
}

TEST(Place, IsShownInDegrees) {
  EXPECT_EQ(Shown(MakePoint(407141667, -740063889)), "40.7142, -74.0064");
  EXPECT_EQ(Shown(MakePoint(-900000000, 1800000000)), "-90.0000, 180.0000");
  routeguide::Feature feature;
  EXPECT_EQ(Shown(feature), "0.0000, 0.0000: nothing");
  feature.set_name("Paris, France");
  EXPECT_EQ(Shown(feature), "0.0000, 0.0000: Paris, France");
  EXPECT_EQ(Shown(MakeNote(10'000'000, 0, "hi")), "1.0000, 0.0000: hi");
}

TEST(Place, ASummaryIsALine) {
  routeguide::RouteSummary summary;
  EXPECT_EQ(Shown(summary), "0 points, 0 with a feature, 0 metres, 0 seconds");
  summary.set_point_count(1);
  summary.set_feature_count(1);
  summary.set_distance(1);
  summary.set_elapsed_time(1);
  EXPECT_EQ(Shown(summary), "1 point, 1 with a feature, 1 metre, 1 second");
}

}  // namespace
