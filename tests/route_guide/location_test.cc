// SPDX-License-Identifier: Apache-2.0

#include "location.h"

#include "absl/hash/hash_testing.h"
#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "route_guide.pb.h"
#include "tests/route_guide/domain_harness.h"

namespace {

TEST(Location, IsAPointThatIsOnEarth) {
  const auto location = Location::Of(MakePoint(-5, 6), "");
  ASSERT_TRUE(location.ok());
  EXPECT_EQ(*location, (Location{-5, 6}));
  routeguide::Point point;
  location->CopyTo(&point);
  EXPECT_EQ(point.latitude(), -5);
  EXPECT_EQ(point.longitude(), 6);
}

TEST(Location, TheEndsOfTheEarthAreOnIt) {
  for (const int sign : {-1, 1}) {
    EXPECT_TRUE(
        Location::Of(MakePoint(sign * 900'000'000, sign * 1'800'000'000), "")
            .ok());
  }
}

TEST(Location, BeyondTheEarthTheFieldAndTheValueAreNamed) {
  EXPECT_EQ(Location::Of(MakePoint(-2'147'483'648, 0), "lo.").status(),
            absl::InvalidArgumentError(
                "lo.latitude -2147483648: wanted -900000000 to 900000000 "
                "(degrees times 10,000,000)"));
  EXPECT_EQ(Location::Of(MakePoint(0, 1'800'000'001), "").status(),
            absl::InvalidArgumentError(
                "longitude 1800000001: wanted -1800000000 to 1800000000 "
                "(degrees times 10,000,000)"));
}

TEST(Location, EqualOnesHaveEqualHashes) {
  EXPECT_TRUE(absl::VerifyTypeImplementsAbslHashCorrectly(
      {Location{0, 0}, Location{0, 1}, Location{1, 0}, Location{-1, 0}}));
}

}  // namespace
