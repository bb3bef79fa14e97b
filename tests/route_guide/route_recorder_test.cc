// SPDX-License-Identifier: Apache-2.0

#include "route_recorder.h"

#include <chrono>
#include <limits>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "route_guide.pb.h"
#include "tests/route_guide/domain_harness.h"

namespace {

constexpr int kMost = std::numeric_limits<int>::max();

TEST(RouteRecorder, AnEmptyRouteIsAllZero) {
  const auto db = MakeDb({});
  EXPECT_EQ(RouteRecorder(*db).Summary().ByteSizeLong(), 0);
}

TEST(RouteRecorder, CountsPointsNamedFeaturesMetresAndSeconds) {
  const auto db = MakeDb({{0, 0, "A"}, {10'000'000, 0, ""}});
  RouteRecorder recorder(*db);
  const RouteRecorder::Clock::time_point start;
  ASSERT_EQ(recorder.Pass(MakePoint(0, 0), start), absl::OkStatus());
  ASSERT_EQ(
      recorder.Pass(MakePoint(10'000'000, 0), start + std::chrono::seconds(2)),
      absl::OkStatus());
  ASSERT_EQ(recorder.Pass(MakePoint(0, 0)), absl::OkStatus());
  const routeguide::RouteSummary summary =
      recorder.Summary(start + std::chrono::milliseconds(4999));
  EXPECT_EQ(summary.point_count(), 3);
  EXPECT_EQ(summary.feature_count(), 2);
  EXPECT_EQ(summary.distance(), 222'389);  // Two degrees: 2 * 111,194.9 m.
  EXPECT_EQ(summary.elapsed_time(), 4);
}

TEST(RouteRecorder, AStandstillIsNoDistance) {
  const auto db = MakeDb({});
  RouteRecorder recorder(*db);
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(recorder.Pass(MakePoint(407838351, -746143763)),
              absl::OkStatus());
  }
  EXPECT_EQ(recorder.Summary().point_count(), 10);
  EXPECT_EQ(recorder.Summary().distance(), 0);
}

TEST(RouteRecorder, APointBeyondTheEarthIsRefusedAndNotCounted) {
  const auto db = MakeDb({});
  RouteRecorder recorder(*db);
  EXPECT_EQ(recorder.Pass(MakePoint(0, 1'800'000'001)),
            absl::InvalidArgumentError(
                "longitude 1800000001: wanted -1800000000 to 1800000000 "
                "(degrees times 10,000,000)"));
  EXPECT_EQ(recorder.Summary().point_count(), 0);
}

// In the official examples a long route overflows, and its length is negative.
TEST(RouteRecorder, OfficialDefectALongRouteOverflows) {
  const auto db = MakeDb({});
  RouteRecorder recorder(*db);
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(
        recorder.Pass(MakePoint(i % 2 == 0 ? 900'000'000 : -900'000'000, 0)),
        absl::OkStatus());
  }
  EXPECT_EQ(recorder.Summary().distance(), kMost);
}

// In the official examples distances are floats: of steps this small, each adds
// nothing to a sum that is large.
TEST(RouteRecorder, OfficialDefectSmallStepsAreLost) {
  const auto db = MakeDb({});
  RouteRecorder recorder(*db);
  // To the other side of the earth: 20,015,086 m.
  ASSERT_EQ(recorder.Pass(MakePoint(0, -1'800'000'000)), absl::OkStatus());
  ASSERT_EQ(recorder.Pass(MakePoint(0, 0)), absl::OkStatus());
  const int before = recorder.Summary().distance();
  for (int i = 1; i <= 1000; ++i) {  // 5 E7 degrees: 5.56 cm.
    ASSERT_EQ(recorder.Pass(MakePoint(0, 5 * i)), absl::OkStatus());
  }
  EXPECT_NEAR(recorder.Summary().distance() - before, 56, 1);
}

TEST(RouteRecorder, ALongTimeIsTheMostThatFits) {
  const auto db = MakeDb({});
  RouteRecorder recorder(*db);
  const RouteRecorder::Clock::time_point start;
  ASSERT_EQ(recorder.Pass(MakePoint(0, 0), start), absl::OkStatus());
  EXPECT_EQ(recorder.Summary(start + std::chrono::hours(24 * 365 * 80))
                .elapsed_time(),
            kMost);
}

}  // namespace
