// SPDX-License-Identifier: Apache-2.0
//
// A place on earth, as an index keeps it.

#ifndef EXAMPLES_ROUTE_GUIDE_LOCATION_H_
#define EXAMPLES_ROUTE_GUIDE_LOCATION_H_

#include <cstdint>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "route_guide.pb.h"

// In E7 degrees: degrees times 10,000,000. A routeguide::Point that has been
// checked, and a third of its size.
struct Location {
  int32_t latitude = 0;
  int32_t longitude = 0;

  // Returns `point`, or INVALID_ARGUMENT with the name of the field and its
  // value if it is not on earth: beyond +/-90 or +/-180 degrees. `field` is the
  // point's own name with a dot, such as "location.", or is empty.
  static absl::StatusOr<Location> Of(const routeguide::Point& point,
                                     absl::string_view field);

  void CopyTo(routeguide::Point* point) const {
    point->set_latitude(latitude);
    point->set_longitude(longitude);
  }

  friend bool operator==(const Location&, const Location&) = default;

  template <typename H>
  friend H AbslHashValue(H state, const Location& location) {
    return H::combine(std::move(state), location.latitude, location.longitude);
  }
};

inline constexpr int32_t kMostLatitude = 900'000'000;
inline constexpr int32_t kMostLongitude = 1'800'000'000;

#endif  // EXAMPLES_ROUTE_GUIDE_LOCATION_H_
