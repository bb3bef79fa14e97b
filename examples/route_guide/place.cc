// SPDX-License-Identifier: Apache-2.0

#include "place.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace {

std::string Counted(int count, absl::string_view what) {
  return absl::StrCat(count, " ", what, count == 1 ? "" : "s");
}

}  // namespace

absl::StatusOr<routeguide::Point> ReadPlace(absl::string_view text,
                                            const FeatureDb& features) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ',');
  int32_t latitude = 0;
  int32_t longitude = 0;
  if (parts.size() == 2 && absl::SimpleAtoi(parts[0], &latitude) &&
      absl::SimpleAtoi(parts[1], &longitude)) {
    routeguide::Point point;
    point.set_latitude(latitude);
    point.set_longitude(longitude);
    return point;
  }
  const absl::StatusOr<routeguide::Feature> feature = features.Named(text);
  if (feature.ok()) return feature->location();
  return absl::InvalidArgumentError(absl::StrCat(
      "place '", text,
      "': wanted LATITUDE,LONGITUDE in degrees times 10,000,000, such as "
      "407141667,-740063889, or the name of a feature, such as 'Paris, "
      "France'"));
}

std::string Shown(const routeguide::Point& point) {
  return absl::StrFormat("%.4f, %.4f", point.latitude() / 1e7,
                         point.longitude() / 1e7);
}

std::string Shown(const routeguide::Feature& feature) {
  return absl::StrCat(Shown(feature.location()), ": ",
                      feature.name().empty() ? "nothing" : feature.name());
}

std::string Shown(const routeguide::RouteNote& note) {
  return absl::StrCat(Shown(note.location()), ": ", note.message());
}

std::string Shown(const routeguide::RouteSummary& summary) {
  return absl::StrCat(Counted(summary.point_count(), "point"), ", ",
                      summary.feature_count(), " with a feature, ",
                      Counted(summary.distance(), "metre"), ", ",
                      Counted(summary.elapsed_time(), "second"));
}
