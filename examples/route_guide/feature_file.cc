// SPDX-License-Identifier: Apache-2.0

#include "feature_file.h"

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace {

using Json = nlohmann::json;

// The value, or the beginning of a long one.
std::string Shown(const Json& value) {
  constexpr size_t kMost = 60;
  const std::string text = value.dump(-1, ' ', /*ensure_ascii=*/true,
                                      Json::error_handler_t::replace);
  return text.size() <= kMost ? text : text.substr(0, kMost) + "...";
}

absl::Status Unwanted(const Json& value, absl::string_view path,
                      absl::string_view wanted) {
  return absl::InvalidArgumentError(absl::StrCat(
      path, path.empty() ? "" : " ",
      value.is_null() ? "is missing" : Shown(value), ": wanted ", wanted));
}

// A member, or null if there is none.
const Json& Member(const Json& object, const char* name) {
  static const Json* const kNull = new Json;
  const auto member = object.find(name);
  return member == object.end() ? *kNull : *member;
}

absl::Status ReadCoordinate(const Json& location, absl::string_view path,
                            const char* name, int32_t most,
                            int32_t& coordinate) {
  const Json& value = Member(location, name);
  // As a double, a number that is too large for every integer can be compared.
  if (!value.is_number_integer() || value.get<double>() < -most ||
      value.get<double>() > most) {
    return Unwanted(value, absl::StrCat(path, ".", name),
                    absl::StrCat("an integer from ", -most, " to ", most,
                                 " (degrees times 10,000,000)"));
  }
  coordinate = value.get<int32_t>();
  return absl::OkStatus();
}

absl::Status ReadFeature(const Json& feature, const std::string& path,
                         FeatureVisitor visit) {
  if (!feature.is_object()) return Unwanted(feature, path, "an object");
  const Json& location = Member(feature, "location");
  const std::string location_path = path + ".location";
  if (!location.is_object()) {
    return Unwanted(location, location_path, "an object");
  }
  Location read;
  absl::Status status = ReadCoordinate(location, location_path, "latitude",
                                       kMostLatitude, read.latitude);
  if (!status.ok()) return status;
  status = ReadCoordinate(location, location_path, "longitude", kMostLongitude,
                          read.longitude);
  if (!status.ok()) return status;
  const Json& name = Member(feature, "name");
  if (!name.is_string()) return Unwanted(name, path + ".name", "a string");
  visit(read, name.get_ref<const std::string&>());
  return absl::OkStatus();
}

// To show a value takes stack for each level of it.
constexpr int kMostDepth = 16;

absl::Status Parse(std::FILE* file, FeatureVisitor visit) {
  absl::Status status;
  size_t count = 0;
  // Called when a value begins, and when it is complete. False has it
  // forgotten: only the element that is being read is ever in memory.
  const auto take = [&](int depth, Json::parse_event_t event,
                        const Json& value) {
    const bool begins = event == Json::parse_event_t::object_start ||
                        event == Json::parse_event_t::array_start ||
                        event == Json::parse_event_t::key;
    if (depth == 1 && !begins && status.ok()) {
      status = ReadFeature(value, absl::StrCat("[", count++, "]"), visit);
    } else if (depth == 0 && event == Json::parse_event_t::object_start) {
      status = absl::InvalidArgumentError("an object: wanted an array");
    } else if (depth > kMostDepth && status.ok()) {
      status = absl::InvalidArgumentError(absl::StrCat(
          "[", count, "]: wanted no more than ", kMostDepth, " levels"));
    }
    return status.ok() && (depth != 1 || begins);
  };
  try {
    const Json rest = Json::parse(file, take);
    if (status.ok() && !rest.is_array()) return Unwanted(rest, "", "an array");
  } catch (const Json::exception& failure) {
    // It names the line and the column.
    if (status.ok()) status = absl::InvalidArgumentError(failure.what());
  }
  return status;
}

}  // namespace

absl::Status ReadFeatures(const std::string& path, FeatureVisitor visit) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(
      std::fopen(path.c_str(), "rb"), &std::fclose);
  if (file == nullptr) return absl::ErrnoToStatus(errno, path);
  absl::Status status = Parse(file.get(), visit);
  if (std::ferror(file.get()) != 0) {
    return absl::DataLossError(absl::StrCat(path, ": cannot be read"));
  }
  if (status.ok()) return status;
  return {status.code(), absl::StrCat(path, ": ", status.message())};
}
