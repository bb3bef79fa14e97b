// SPDX-License-Identifier: Apache-2.0

#ifndef EXAMPLES_ROUTE_GUIDE_RECORD_ROUTE_H_
#define EXAMPLES_ROUTE_GUIDE_RECORD_ROUTE_H_

#include <ostream>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "feature_db.h"
#include "route_guide.grpc.pb.h"
#include "support/line_reader.h"

// Sends the point of each place, and prints the summary to `out` when there are
// no more places. A place is as ReadPlace takes it, and may be the name of one
// of `features`. Returns INVALID_ARGUMENT if a line is no place, ABORTED if the
// server has answered before it has read all points, and otherwise the status
// of the call, DEADLINE_EXCEEDED if all of it takes longer than `timeout`.
absl::Status RecordRoute(routeguide::RouteGuide::Stub& stub,
                         support::LineReader& places, const FeatureDb& features,
                         absl::Duration timeout, std::ostream& out);

#endif  // EXAMPLES_ROUTE_GUIDE_RECORD_ROUTE_H_
