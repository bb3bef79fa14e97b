// SPDX-License-Identifier: Apache-2.0

#include "tour.h"

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "location.h"
#include "place.h"

namespace {

routeguide::RouteNote MakeNote(absl::string_view message,
                               const Location& location) {
  routeguide::RouteNote note;
  location.CopyTo(note.mutable_location());
  note.set_message(message.data(), message.size());
  return note;
}

absl::Status AskForFeatures(RouteGuideCalls& calls, const FeatureDb& features,
                            std::ostream& out) {
  std::vector<routeguide::Point> points(1);  // The last one is 0, 0.
  if (features.size() > 0) {
    points.insert(points.begin(), features.feature(0).location());
  }
  out << "GetFeature: what is there?\n";
  for (const routeguide::Point& point : points) {
    const absl::StatusOr<routeguide::Feature> feature = calls.GetFeature(point);
    if (!feature.ok()) return feature.status();
    out << "  " << Shown(*feature) << std::endl;
  }
  return absl::OkStatus();
}

absl::Status ListFeatures(RouteGuideCalls& calls, std::ostream& out) {
  routeguide::Rectangle rectangle;
  Location{400'000'000, -800'000'000}.CopyTo(rectangle.mutable_lo());
  Location{450'000'000, -700'000'000}.CopyTo(rectangle.mutable_hi());
  out << "ListFeatures: what is between " << Shown(rectangle.lo()) << " and "
      << Shown(rectangle.hi()) << "?" << std::endl;
  return calls.ListFeatures(rectangle, [&](const routeguide::Feature& feature) {
    out << "  " << Shown(feature) << std::endl;
  });
}

absl::Status RecordRoute(RouteGuideCalls& calls, const FeatureDb& features,
                         std::ostream& out) {
  const size_t points = std::min<size_t>(features.size(), 10);
  std::vector<routeguide::Point> route;
  for (size_t i = 0; i < points; ++i) {
    route.push_back(features.feature(i * features.size() / points).location());
  }
  out << "RecordRoute: how far is it?" << std::endl;
  const absl::StatusOr<routeguide::RouteSummary> summary =
      calls.RecordRoute(route);
  if (!summary.ok()) return summary.status();
  out << "  " << Shown(*summary) << std::endl;
  return absl::OkStatus();
}

absl::Status RouteChat(RouteGuideCalls& calls, std::ostream& out) {
  out << "RouteChat: what do others say?\n";
  const std::vector<routeguide::RouteNote> notes = {
      MakeNote("First message", {0, 0}),
      MakeNote("Second message", {0, 10'000'000}),
      MakeNote("Third message", {10'000'000, 0}),
      MakeNote("Fourth message", {0, 0}),
      MakeNote("Fifth message", {10'000'000, 0})};
  for (const routeguide::RouteNote& note : notes) {
    out << "  sent " << Shown(note) << std::endl;
  }
  // Replies may come while notes are still being sent. They are shown together
  // afterwards, so that each run shows the same.
  std::string replies;
  const absl::Status status =
      calls.RouteChat(notes, [&](const routeguide::RouteNote& note) {
        absl::StrAppend(&replies, "  got  ", Shown(note), "\n");
      });
  out << replies << std::flush;
  return status;
}

}  // namespace

absl::Status Tour(RouteGuideCalls& calls, const FeatureDb& features,
                  std::ostream& out) {
  absl::Status status = AskForFeatures(calls, features, out);
  if (status.ok()) status = ListFeatures(calls, out);
  if (status.ok()) status = RecordRoute(calls, features, out);
  if (status.ok()) status = RouteChat(calls, out);
  return status;
}
