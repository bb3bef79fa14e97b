// SPDX-License-Identifier: Apache-2.0
//
// What the tutorial's client does, whatever the API style of its calls.

#ifndef EXAMPLES_ROUTE_GUIDE_TOUR_H_
#define EXAMPLES_ROUTE_GUIDE_TOUR_H_

#include <ostream>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "feature_db.h"
#include "route_guide.pb.h"

// The four calls, each of which returns when it is over. A call that fails has
// the code and message of its gRPC status, with the name of the call before the
// message.
class RouteGuideCalls {
 public:
  virtual ~RouteGuideCalls() = default;

  virtual absl::StatusOr<routeguide::Feature> GetFeature(
      const routeguide::Point& point) = 0;

  // Calls `each` for each feature as it comes, one at a time, maybe on a thread
  // of gRPC's: it must not make a call and wait for it.
  virtual absl::Status ListFeatures(
      const routeguide::Rectangle& rectangle,
      absl::FunctionRef<void(const routeguide::Feature&)> each) = 0;

  // ABORTED if the server has answered before it has read all points.
  virtual absl::StatusOr<routeguide::RouteSummary> RecordRoute(
      const std::vector<routeguide::Point>& route) = 0;

  // Calls `each` for each note of the server's, as ListFeatures does. ABORTED
  // if the server has ended the call before gRPC had taken all notes. OK does
  // not say that the server has read them.
  virtual absl::Status RouteChat(
      const std::vector<routeguide::RouteNote>& notes,
      absl::FunctionRef<void(const routeguide::RouteNote&)> each) = 0;
};

// Makes all four calls, and prints to `out` what comes of them. The places to
// ask for are of `features`. Returns the status of the first call that fails.
absl::Status Tour(RouteGuideCalls& calls, const FeatureDb& features,
                  std::ostream& out);

#endif  // EXAMPLES_ROUTE_GUIDE_TOUR_H_
