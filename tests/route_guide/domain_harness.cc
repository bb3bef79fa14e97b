// SPDX-License-Identifier: Apache-2.0

#include "tests/route_guide/domain_harness.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "tests/route_guide/temporary_file.h"

std::unique_ptr<const FeatureDb> MakeDb(const std::vector<NamedPlace>& places) {
  std::string json = "[";
  for (const NamedPlace& place : places) {
    absl::StrAppend(&json, json.size() == 1 ? "" : ",",
                    R"({"location": {"latitude": )", place.latitude,
                    R"(, "longitude": )", place.longitude, R"(}, "name": ")",
                    place.name, R"("})");
  }
  absl::StrAppend(&json, "]");
  const TemporaryFile file(json);
  absl::StatusOr<std::unique_ptr<const FeatureDb>> db =
      FeatureDb::Load(file.path());
  if (!db.ok()) ADD_FAILURE() << db.status();
  return *std::move(db);
}

routeguide::Point MakePoint(int latitude, int longitude) {
  routeguide::Point point;
  point.set_latitude(latitude);
  point.set_longitude(longitude);
  return point;
}

routeguide::Rectangle MakeRectangle(int lo_latitude, int lo_longitude,
                                    int hi_latitude, int hi_longitude) {
  routeguide::Rectangle rectangle;
  *rectangle.mutable_lo() = MakePoint(lo_latitude, lo_longitude);
  *rectangle.mutable_hi() = MakePoint(hi_latitude, hi_longitude);
  return rectangle;
}

routeguide::RouteNote MakeNote(int latitude, int longitude,
                               const std::string& message) {
  routeguide::RouteNote note;
  *note.mutable_location() = MakePoint(latitude, longitude);
  note.set_message(message);
  return note;
}
