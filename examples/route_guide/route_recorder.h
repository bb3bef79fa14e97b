// SPDX-License-Identifier: Apache-2.0
//
// A route as it is travelled, summed up.

#ifndef EXAMPLES_ROUTE_GUIDE_ROUTE_RECORDER_H_
#define EXAMPLES_ROUTE_GUIDE_ROUTE_RECORDER_H_

#include <chrono>
#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "feature_db.h"
#include "location.h"
#include "route_guide.pb.h"

// One route; one thread at a time. It keeps sums, and no points.
class RouteRecorder {
 public:
  using Clock = std::chrono::steady_clock;

  // `features` must outlive the recorder.
  explicit RouteRecorder(const FeatureDb& features) : features_(features) {}

  // Adds a point. The first one starts the clock: its time is `now`, or that of
  // the call. INVALID_ARGUMENT if it is not on earth.
  absl::Status Pass(const routeguide::Point& point,
                    std::optional<Clock::time_point> now = std::nullopt);

  // How many points there were, how many had a feature with a name, the metres
  // of the way, and whole seconds from the first point until `now`. A value too
  // large for its field is cut to the most that it holds.
  routeguide::RouteSummary Summary(Clock::time_point now = Clock::now()) const;

 private:
  const FeatureDb& features_;
  int64_t points_ = 0;
  int64_t named_ = 0;
  double metres_ = 0;
  Location last_;
  Clock::time_point begin_;
};

#endif  // EXAMPLES_ROUTE_GUIDE_ROUTE_RECORDER_H_
