// SPDX-License-Identifier: Apache-2.0
//
// Places as people write and read them.

#ifndef EXAMPLES_ROUTE_GUIDE_PLACE_H_
#define EXAMPLES_ROUTE_GUIDE_PLACE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "feature_db.h"
#include "route_guide.pb.h"

// Reads a place: LATITUDE,LONGITUDE in E7 degrees, as in 407141667,-740063889,
// or the name of a feature, as in "Paris, France". INVALID_ARGUMENT if it is
// neither. Whether the point is on earth is for the server to say.
absl::StatusOr<routeguide::Point> ReadPlace(absl::string_view text,
                                            const FeatureDb& features);

// One line each, such as "48.8667, 2.3333: Paris, France". Four decimals of a
// degree are about 11 metres.
std::string Shown(const routeguide::Point& point);
std::string Shown(const routeguide::Feature& feature);
std::string Shown(const routeguide::RouteNote& note);
std::string Shown(const routeguide::RouteSummary& summary);

#endif  // EXAMPLES_ROUTE_GUIDE_PLACE_H_
