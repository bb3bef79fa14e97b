// SPDX-License-Identifier: Apache-2.0

#ifndef EXAMPLES_ROUTE_GUIDE_LIST_FEATURES_H_
#define EXAMPLES_ROUTE_GUIDE_LIST_FEATURES_H_

#include <ostream>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "route_guide.grpc.pb.h"

// Asks for the features in `rectangle` and prints each to `out` as it comes.
// Returns the status of the call, DEADLINE_EXCEEDED if all of it takes longer
// than `timeout`.
absl::Status ListFeatures(routeguide::RouteGuide::Stub& stub,
                          const routeguide::Rectangle& rectangle,
                          absl::Duration timeout, std::ostream& out);

#endif  // EXAMPLES_ROUTE_GUIDE_LIST_FEATURES_H_
