// SPDX-License-Identifier: Apache-2.0

#include "feature_db.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "feature_file.h"

namespace {

// A message that was filled before keeps its memory.
void Fill(const Location& location, absl::string_view name,
          routeguide::Feature* feature) {
  feature->set_name(name.data(), name.size());
  location.CopyTo(feature->mutable_location());
}

}  // namespace

absl::StatusOr<std::unique_ptr<const FeatureDb>> FeatureDb::Load(
    const std::string& path) {
  auto db = absl::WrapUnique(new FeatureDb);
  const absl::Status status = ReadFeatures(
      path, [&db](const Location& location, absl::string_view name) {
        db->Add(location, name);
      });
  if (!status.ok()) return status;
  if (db->size() > std::numeric_limits<uint32_t>::max()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": ", db->size(), " features: wanted no more than ",
                     std::numeric_limits<uint32_t>::max()));
  }
  db->Index();
  return db;
}

void FeatureDb::Add(const Location& location, absl::string_view name) {
  locations_.push_back(location);
  names_.append(name.data(), name.size());
  name_ends_.push_back(names_.size());
}

void FeatureDb::Index() {
  locations_.shrink_to_fit();
  names_.shrink_to_fit();
  name_ends_.shrink_to_fit();
  by_location_.reserve(size());
  for (size_t number = 0; number < size(); ++number) {
    by_location_.insert(static_cast<uint32_t>(number));
  }
  by_area_.emplace(locations_);
}

absl::string_view FeatureDb::Name(size_t number) const {
  const size_t begin = number == 0 ? 0 : name_ends_[number - 1];
  return absl::string_view(names_).substr(begin, name_ends_[number] - begin);
}

routeguide::Feature FeatureDb::feature(size_t number) const {
  routeguide::Feature feature;
  Fill(locations_[number], Name(number), &feature);
  return feature;
}

absl::string_view FeatureDb::NameAt(const Location& location) const {
  const auto number = by_location_.find(location);
  return number == by_location_.end() ? absl::string_view() : Name(*number);
}

absl::StatusOr<routeguide::Feature> FeatureDb::Get(
    const routeguide::Point& point) const {
  const absl::StatusOr<Location> location = Location::Of(point, "");
  if (!location.ok()) return location.status();
  routeguide::Feature feature;
  Fill(*location, NameAt(*location), &feature);
  return feature;
}

absl::StatusOr<routeguide::Feature> FeatureDb::Named(
    absl::string_view name) const {
  for (size_t number = 0; number < size(); ++number) {
    if (Name(number) == name) return feature(number);
  }
  return absl::NotFoundError(
      absl::StrCat("'", name, "': no feature has this name"));
}

absl::StatusOr<FeatureDb::Within> FeatureDb::List(
    const routeguide::Rectangle& rectangle) const {
  const absl::StatusOr<Location> lo = Location::Of(rectangle.lo(), "lo.");
  if (!lo.ok()) return lo.status();
  const absl::StatusOr<Location> hi = Location::Of(rectangle.hi(), "hi.");
  if (!hi.ok()) return hi.status();
  return Within(*this, {{std::min(lo->latitude, hi->latitude),
                         std::min(lo->longitude, hi->longitude)},
                        {std::max(lo->latitude, hi->latitude),
                         std::max(lo->longitude, hi->longitude)}});
}

FeatureDb::Within::Within(const FeatureDb& db, const Box& box)
    : db_(&db), box_(box), list_(db.by_area_->Within(box, db.size() / 32)) {}

bool FeatureDb::Within::Next(routeguide::Feature* feature) {
  size_t number = 0;
  if (list_.has_value()) {
    if (next_ == list_->size()) return false;
    number = (*list_)[next_++];
  } else {
    while (next_ < db_->size() && !box_.Contains(db_->locations_[next_])) {
      ++next_;
    }
    if (next_ == db_->size()) return false;
    number = next_++;
  }
  Fill(db_->locations_[number], db_->Name(number), feature);
  return true;
}
