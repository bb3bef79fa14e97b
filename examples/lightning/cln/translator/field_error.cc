// SPDX-License-Identifier: Apache-2.0

#include "field_error.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "support/quote.h"

absl::Status WrongValue(absl::string_view value, absl::string_view wanted) {
  return absl::InvalidArgumentError(
      absl::StrCat(": ", value, ": wanted ", wanted));
}

absl::Status TooDeep() {
  return WrongValue("a message",
                    absl::StrCat("at most ", kMostDepth, " within another"));
}

absl::Status Within(absl::string_view name, const absl::Status& error) {
  return absl::InvalidArgumentError(absl::StrCat(name, error.message()));
}

absl::Status Within(int index, const absl::Status& error) {
  return absl::InvalidArgumentError(
      absl::StrCat("[", index, "]", error.message()));
}

absl::Status InMessage(const absl::Status& error) {
  // A message that is wrong itself starts with a colon already.
  const bool whole = error.message().substr(0, 1) == ":";
  return Within(whole ? "" : ".", error);
}

std::string Shown(const nlohmann::json& value) {
  if (value.is_string()) {
    return support::Quote(value.get_ref<const std::string&>());
  }
  if (value.is_object()) return "an object";
  if (value.is_array()) return "an array";
  return value.dump();
}
