// SPDX-License-Identifier: Apache-2.0

#include "spatial_index.h"

#include <vector>

#include "gmock/gmock.h"
#include "location.h"

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;

constexpr Box kEarth = {{-kMostLatitude, -kMostLongitude},
                        {kMostLatitude, kMostLongitude}};

TEST(SpatialIndex, FindsWhatIsInABoxWithItsEdges) {
  const SpatialIndex index({{0, 0}, {10, 20}, {11, 0}, {-10, -20}, {0, 21}});
  EXPECT_THAT(index.Within({{-10, -20}, {10, 20}}, 9),
              Optional(ElementsAre(0, 1, 3)));
  EXPECT_THAT(index.Within({{1, 1}, {2, 2}}, 9), Optional(IsEmpty()));
}

TEST(SpatialIndex, NumbersComeInAscendingOrder) {
  std::vector<Location> locations;
  for (int i = 0; i < 1000; ++i) locations.push_back({i * 7919 % 1000, i});
  const auto numbers = SpatialIndex(locations).Within(kEarth, 1000);
  ASSERT_TRUE(numbers.has_value());
  ASSERT_EQ(numbers->size(), 1000);
  for (size_t i = 0; i < 1000; ++i) ASSERT_EQ((*numbers)[i], i);
}

TEST(SpatialIndex, GivesUpIfThereAreTooMany) {
  const SpatialIndex index({{1, 1}, {1, 1}, {2, 2}});
  EXPECT_THAT(index.Within(kEarth, 3), Optional(ElementsAre(0, 1, 2)));
  EXPECT_EQ(index.Within(kEarth, 2), std::nullopt);
}

TEST(SpatialIndex, TheEarthMayBeEmptyOrHaveItsCornersTaken) {
  EXPECT_THAT(SpatialIndex({}).Within(kEarth, 9), Optional(IsEmpty()));
  const SpatialIndex corners({kEarth.low, kEarth.high});
  EXPECT_THAT(corners.Within(kEarth, 9), Optional(ElementsAre(0, 1)));
  EXPECT_THAT(corners.Within({kEarth.low, {0, 0}}, 9),
              Optional(ElementsAre(0)));
}

}  // namespace
