// SPDX-License-Identifier: Apache-2.0

#include "location.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace {

absl::Status Check(absl::string_view field, absl::string_view name,
                   int32_t value, int32_t most) {
  if (-most <= value && value <= most) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(field, name, " ", value, ": wanted ", -most, " to ", most,
                   " (degrees times 10,000,000)"));
}

}  // namespace

absl::StatusOr<Location> Location::Of(const routeguide::Point& point,
                                      absl::string_view field) {
  absl::Status status =
      Check(field, "latitude", point.latitude(), kMostLatitude);
  if (status.ok()) {
    status = Check(field, "longitude", point.longitude(), kMostLongitude);
  }
  if (!status.ok()) return status;
  return Location{point.latitude(), point.longitude()};
}
