// SPDX-License-Identifier: Apache-2.0

#ifndef EXAMPLES_ROUTE_GUIDE_GET_FEATURE_H_
#define EXAMPLES_ROUTE_GUIDE_GET_FEATURE_H_

#include <ostream>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "route_guide.grpc.pb.h"

// Asks for the feature at `point` and prints it to `out`. Returns the status of
// the call, DEADLINE_EXCEEDED if it takes longer than `timeout`.
absl::Status GetFeature(routeguide::RouteGuide::Stub& stub,
                        const routeguide::Point& point, absl::Duration timeout,
                        std::ostream& out);

#endif  // EXAMPLES_ROUTE_GUIDE_GET_FEATURE_H_
