// SPDX-License-Identifier: Apache-2.0

#include "json_rpc_framing.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "support/quote.h"

absl::StatusOr<std::optional<std::string>> JsonRpcFraming::Take(
    absl::string_view& bytes) {
  if (depth_ == 0) {
    bytes.remove_prefix(
        std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size()));
    if (bytes.empty()) return std::nullopt;
    if (bytes.front() != '{') {
      return absl::InternalError(absl::StrCat("lightningd has answered ",
                                              support::Quote(bytes),
                                              ": wanted a JSON object"));
    }
  }
  size_t size = 0;
  bool whole = false;
  while (!whole && size < bytes.size() && depth_ <= kDeepest) {
    whole = Ends(bytes[size++]);
  }
  if (depth_ > kDeepest) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "an answer of lightningd is nested deeper than ", kDeepest));
  }
  if (size > longest_ - object_.size()) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "an answer of lightningd is longer than ", longest_, " bytes"));
  }
  object_.append(bytes.data(), size);
  bytes.remove_prefix(size);
  if (!whole) return std::nullopt;
  return std::exchange(object_, "");
}

bool JsonRpcFraming::Ends(char c) {
  if (escaped_) {
    escaped_ = false;
  } else if (in_string_) {
    escaped_ = c == '\\';
    in_string_ = c != '"';
  } else if (c == '"') {
    in_string_ = true;
  } else if (c == '{' || c == '[') {
    ++depth_;
  } else if (c == '}' || c == ']') {
    --depth_;
  }
  return depth_ == 0;
}
