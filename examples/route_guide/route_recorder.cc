// SPDX-License-Identifier: Apache-2.0

#include "route_recorder.h"

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "distance.h"

namespace {

int32_t Saturated(double value) {
  constexpr int32_t kMost = std::numeric_limits<int32_t>::max();
  return value < kMost ? static_cast<int32_t>(value) : kMost;
}

}  // namespace

absl::Status RouteRecorder::Pass(const routeguide::Point& point,
                                 std::optional<Clock::time_point> now) {
  const absl::StatusOr<Location> location = Location::Of(point, "");
  if (!location.ok()) return location.status();
  if (points_ == 0) {
    begin_ = now.value_or(Clock::now());
  } else {
    metres_ += Metres(last_, *location);
  }
  ++points_;
  if (!features_.NameAt(*location).empty()) ++named_;
  last_ = *location;
  return absl::OkStatus();
}

routeguide::RouteSummary RouteRecorder::Summary(Clock::time_point now) const {
  routeguide::RouteSummary summary;
  summary.set_point_count(Saturated(static_cast<double>(points_)));
  summary.set_feature_count(Saturated(static_cast<double>(named_)));
  summary.set_distance(Saturated(metres_));
  if (points_ > 0) {
    summary.set_elapsed_time(
        Saturated(std::chrono::duration<double>(now - begin_).count()));
  }
  return summary;
}
