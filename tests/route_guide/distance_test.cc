// SPDX-License-Identifier: Apache-2.0

#include "distance.h"

#include <cmath>

#include "gmock/gmock.h"
#include "location.h"

namespace {

constexpr double kRadius = 6'371'000;
constexpr double kPi = 3.14159265358979323846;

TEST(Distance, ADegreeOfAMeridianIsA360thOfTheGirth) {
  EXPECT_NEAR(Metres({0, 0}, {10'000'000, 0}), kRadius * kPi / 180, 1e-6);
  EXPECT_NEAR(Metres({890'000'000, 5}, {900'000'000, 5}), kRadius * kPi / 180,
              1e-6);
}

TEST(Distance, ParallelsAreShorterThanTheEquator) {
  // At 60 degrees, half of it, less the bit that a great circle cuts off.
  EXPECT_NEAR(Metres({600'000'000, 0}, {600'000'000, 10'000'000}),
              kRadius * 2 * std::asin(0.5 * std::sin(kPi / 360)), 1e-6);
}

TEST(Distance, TheOtherSideOfTheEarthIsHalfTheGirthAway) {
  EXPECT_NEAR(Metres({0, 0}, {0, 1'800'000'000}), kRadius * kPi, 1e-6);
  EXPECT_NEAR(Metres({900'000'000, 0}, {-900'000'000, 123}), kRadius * kPi,
              1e-6);
}

TEST(Distance, The180thMeridianIsNoBarrier) {
  EXPECT_NEAR(Metres({100, 1'800'000'000}, {100, -1'800'000'000}), 0, 1e-6);
  EXPECT_NEAR(Metres({0, 1'799'999'999}, {0, -1'799'999'999}),
              Metres({0, -1}, {0, 1}), 1e-6);
}

TEST(Distance, IsTheSameBothWays) {
  const Location paris = {488'666'667, 23'333'333};
  const Location new_york = {407'141'667, -740'063'889};
  EXPECT_EQ(Metres(paris, new_york), Metres(new_york, paris));
  EXPECT_NEAR(Metres(paris, new_york), 5'835'000, 5'000);
}

TEST(Distance, IsExactForNeighbours) {
  // One E7 degree is 1.11 cm.
  EXPECT_NEAR(Metres({407'838'351, 0}, {407'838'352, 0}), 0.0111195, 1e-6);
}

}  // namespace
