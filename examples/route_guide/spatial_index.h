// SPDX-License-Identifier: Apache-2.0
//
// Which of many locations lie in a rectangle, without looking at them all.

#ifndef EXAMPLES_ROUTE_GUIDE_SPATIAL_INDEX_H_
#define EXAMPLES_ROUTE_GUIDE_SPATIAL_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "location.h"

// From south-west to north-east. The edges belong to it.
struct Box {
  Location low;
  Location high;

  bool Contains(const Location& location) const {
    return low.latitude <= location.latitude &&
           location.latitude <= high.latitude &&
           low.longitude <= location.longitude &&
           location.longitude <= high.longitude;
  }
};

// An R-tree. Thread-safe: it does not change.
class SpatialIndex {
 public:
  // Numbers `locations` from 0. Takes O(n log n).
  explicit SpatialIndex(const std::vector<Location>& locations);
  ~SpatialIndex();

  // The numbers of the locations in `box`, in ascending order, or nothing if
  // there are more than `most`. Takes O(log n + m log m) for m of them, if the
  // locations are not all in one spot; in memory, `most` numbers or so.
  std::optional<std::vector<uint32_t>> Within(const Box& box,
                                              size_t most) const;

 private:
  struct Tree;  // Keeps Boost's headers, which are slow to compile, out.
  std::unique_ptr<const Tree> tree_;
};

#endif  // EXAMPLES_ROUTE_GUIDE_SPATIAL_INDEX_H_
