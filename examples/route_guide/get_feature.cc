// SPDX-License-Identifier: Apache-2.0
//
// Unary: what is at a point? A point where the server knows nothing is no
// error: the answer is a feature without a name.
//
//   build/release/bin/get_feature --at="Rome, Italy"

#include "get_feature.h"

#include <ostream>

#include "absl/time/clock.h"
#include "grpcpp/grpcpp.h"
#include "place.h"
#include "support/exit_status.h"

absl::Status GetFeature(routeguide::RouteGuide::Stub& stub,
                        const routeguide::Point& point, absl::Duration timeout,
                        std::ostream& out) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));

  routeguide::Feature feature;
  const grpc::Status status = stub.GetFeature(&context, point, &feature);
  if (!status.ok()) {
    return support::CallStatus("GetFeature", status.error_code(),
                               status.error_message());
  }
  out << Shown(feature) << std::endl;
  return absl::OkStatus();
}
