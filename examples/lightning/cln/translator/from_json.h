// SPDX-License-Identifier: Apache-2.0
//
// The parts of FromJson. Errors begin where the value is: see field_error.h. No
// gRPC here.

#ifndef EXAMPLES_LIGHTNING_CLN_TRANSLATOR_FROM_JSON_H_
#define EXAMPLES_LIGHTNING_CLN_TRANSLATOR_FROM_JSON_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "field_error.h"
#include "nlohmann/json.hpp"
#include "translator.h"
#include "value.h"

// How it is to be read.
struct FromJsonTerms {
  Party writer = Party::kNode;
  int depth = 0;
};

// From an object, whatever the type.
absl::Status ObjectFromJson(const nlohmann::json& json,
                            google::protobuf::Message& message,
                            FromJsonTerms terms);

absl::Status ValueFromJson(const nlohmann::json& json, const Slot& slot,
                           FromJsonTerms terms);

// Into a map.
absl::Status MapFromJson(const nlohmann::json& object,
                         google::protobuf::Message& message,
                         const google::protobuf::FieldDescriptor& field,
                         FromJsonTerms terms);

// Into a field that is repeated.
absl::Status ArrayFromJson(const nlohmann::json& array, const Slot& slot,
                           FromJsonTerms terms);

// Into the first field of `oneof` that takes it. See UnionOf.
absl::Status UnionFromJson(const nlohmann::json& json,
                           google::protobuf::Message& message,
                           const google::protobuf::OneofDescriptor& oneof,
                           FromJsonTerms terms);

// Of a type that is no message.
absl::Status ScalarFromJson(const nlohmann::json& json, const Slot& slot,
                            Party writer);

// Of a message type that is a primitive.
absl::Status PrimitiveFromJson(const nlohmann::json& json, const Slot& slot,
                               FromJsonTerms terms);

// The bytes that are written in hex. The text is not shown in errors: it may be
// a secret.
absl::StatusOr<std::string> FromHex(absl::string_view hex);

// The number that is written in decimal digits and nothing else.
std::optional<uint64_t> FromDigits(absl::string_view text);

// The integer in `json`, if it fits into T.
template <typename T>
absl::StatusOr<T> IntegerFromJson(const nlohmann::json& json) {
  if (json.is_number_unsigned()) {
    const auto number = json.get<uint64_t>();
    if (std::in_range<T>(number)) return static_cast<T>(number);
  } else if (json.is_number_integer()) {
    const auto number = json.get<int64_t>();
    if (std::in_range<T>(number)) return static_cast<T>(number);
  }
  return WrongValue(
      Shown(json),
      absl::StrCat("a whole number from ", std::numeric_limits<T>::min(),
                   " to ", std::numeric_limits<T>::max()));
}

#endif  // EXAMPLES_LIGHTNING_CLN_TRANSLATOR_FROM_JSON_H_
