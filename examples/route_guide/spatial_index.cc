// SPDX-License-Identifier: Apache-2.0

#include "spatial_index.h"

#include <algorithm>
#include <boost/geometry/algorithms/disjoint.hpp>
#include <boost/geometry/core/cs.hpp>
#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace {

// Doubles hold each E7 degree, and differences of them, which would overflow in
// 32 bits. A plane is enough: no rectangle crosses the 180th meridian, because
// its corners may come in any order.
using TreePoint =
    boost::geometry::model::point<double, 2, boost::geometry::cs::cartesian>;
using TreeBox = boost::geometry::model::box<TreePoint>;
using TreeValue = std::pair<TreePoint, uint32_t>;
using RTree =
    boost::geometry::index::rtree<TreeValue, boost::geometry::index::rstar<16>>;

TreePoint ToTree(const Location& location) {
  return {static_cast<double>(location.latitude),
          static_cast<double>(location.longitude)};
}

std::vector<TreeValue> Numbered(const std::vector<Location>& locations) {
  std::vector<TreeValue> values;
  values.reserve(locations.size());
  for (const Location& location : locations) {
    values.emplace_back(ToTree(location), values.size());
  }
  return values;
}

}  // namespace

// Made of a whole range, a tree is packed: balanced, and its nodes full.
struct SpatialIndex::Tree : RTree {
  using RTree::RTree;
};

SpatialIndex::SpatialIndex(const std::vector<Location>& locations)
    : tree_(std::make_unique<Tree>(Numbered(locations))) {}

SpatialIndex::~SpatialIndex() = default;

std::optional<std::vector<uint32_t>> SpatialIndex::Within(const Box& box,
                                                          size_t most) const {
  std::vector<uint32_t> numbers;
  for (auto hit = tree_->qbegin(boost::geometry::index::intersects(
           TreeBox(ToTree(box.low), ToTree(box.high))));
       hit != tree_->qend(); ++hit) {
    if (numbers.size() == most) return std::nullopt;
    numbers.push_back(hit->second);
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.shrink_to_fit();  // A slow reader may keep them for long.
  return numbers;
}
