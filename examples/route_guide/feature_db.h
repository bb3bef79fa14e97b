// SPDX-License-Identifier: Apache-2.0
//
// The places that a RouteGuide knows.

#ifndef EXAMPLES_ROUTE_GUIDE_FEATURE_DB_H_
#define EXAMPLES_ROUTE_GUIDE_FEATURE_DB_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "location.h"
#include "route_guide.pb.h"
#include "spatial_index.h"

// Thread-safe: it does not change.
class FeatureDb {
 public:
  // Reads a file as feature_file.h describes it, and fails as it does. Of
  // several features at one location, Get gives the first.
  static absl::StatusOr<std::unique_ptr<const FeatureDb>> Load(
      const std::string& path);

  FeatureDb(const FeatureDb&) = delete;
  FeatureDb& operator=(const FeatureDb&) = delete;

  size_t size() const { return locations_.size(); }

  // The feature with this number, from 0 to size() - 1, in the file's order.
  routeguide::Feature feature(size_t number) const;

  // The name of the feature at `location`, or an empty one if none is known
  // there. Takes O(1). Valid for as long as the database.
  absl::string_view NameAt(const Location& location) const;

  // The feature at `point`, with an empty name if none is known there. Takes
  // O(1). INVALID_ARGUMENT if the point is not on earth.
  absl::StatusOr<routeguide::Feature> Get(const routeguide::Point& point) const;

  // The first feature with this name, or NOT_FOUND. Takes O(n).
  absl::StatusOr<routeguide::Feature> Named(absl::string_view name) const;

  class Within;

  // The features in a rectangle, whose corners may be any two that are opposite
  // and whose edges belong to it. Takes O(log n + hits) for features that are
  // not all in one spot, of which a part is left to Within. INVALID_ARGUMENT if
  // a corner is not on earth.
  absl::StatusOr<Within> List(const routeguide::Rectangle& rectangle) const;

 private:
  // Hashes and compares locations that are given as such or by their number, so
  // that the set needs to keep just the number.
  struct ByLocation {
    using is_transparent = void;
    static Location Of(const Location& location) { return location; }
    Location Of(uint32_t number) const { return (*locations)[number]; }
    template <typename T>
    size_t operator()(const T& key) const {
      return absl::Hash<Location>()(Of(key));
    }
    template <typename T, typename U>
    bool operator()(const T& a, const U& b) const {
      return Of(a) == Of(b);
    }
    const std::vector<Location>* locations;
  };

  FeatureDb() = default;

  void Add(const Location& location, absl::string_view name);
  void Index();
  absl::string_view Name(size_t number) const;

  std::vector<Location> locations_;
  std::string names_;              // One after the other.
  std::vector<size_t> name_ends_;  // Within names_.
  absl::flat_hash_set<uint32_t, ByLocation, ByLocation> by_location_{
      0, ByLocation{&locations_}, ByLocation{&locations_}};
  std::optional<SpatialIndex> by_area_;
};

// The features in a rectangle, one after the other, in the order of the file.
// The database must outlive it.
//
// If they are few, at most one feature in 32, it keeps a list of their numbers:
// an eighth of a byte, at most, for each feature of the file. If they are more,
// it walks through the file, which takes no memory for a slow reader and is
// still O(hits) in all. One step may be long: to the end of the file, a
// nanosecond a feature, if that is where the hits are.
class FeatureDb::Within {
 public:
  // Sets `feature` to the next one. Returns false if there is none left.
  bool Next(routeguide::Feature* feature);

 private:
  friend class FeatureDb;
  Within(const FeatureDb& db, const Box& box);

  const FeatureDb* db_;
  Box box_;
  std::optional<std::vector<uint32_t>> list_;
  size_t next_ = 0;  // In list_, or in the file.
};

#endif  // EXAMPLES_ROUTE_GUIDE_FEATURE_DB_H_
