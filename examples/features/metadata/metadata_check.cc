// SPDX-License-Identifier: Apache-2.0

#include "metadata_check.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "support/quote.h"

namespace {

// What HTTP/2 and gRPC set themselves.
constexpr absl::string_view kReserved[] = {
    "connection",        "content-length",   "content-type", "host",
    "keep-alive",        "proxy-connection", "te",           "trailer",
    "transfer-encoding", "upgrade",          "user-agent",
};

bool IsForKey(char c) {
  return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-' ||
         c == '_' || c == '.';
}

absl::Status CheckKey(const std::string& key) {
  if (key.empty() || !std::all_of(key.begin(), key.end(), IsForKey)) {
    return absl::InvalidArgumentError(
        absl::StrCat("metadata key ", support::Quote(key),
                     ": wanted one or more of a-z 0-9 - _ ."));
  }
  if (absl::StartsWith(key, "grpc-") ||
      std::find(std::begin(kReserved), std::end(kReserved), key) !=
          std::end(kReserved)) {
    return absl::InvalidArgumentError(
        absl::StrCat("metadata key ", support::Quote(key),
                     ": wanted one that is not reserved"));
  }
  return absl::OkStatus();
}

// Between gRPC in C++ and in some other languages the bytes of a -bin value
// travel as base64, four for three.
size_t SizeOnTheWire(const std::string& key, const std::string& value) {
  return absl::EndsWith(key, "-bin") ? (value.size() + 2) / 3 * 4
                                     : value.size();
}

absl::Status CheckValue(const std::string& key, const std::string& value) {
  if (absl::EndsWith(key, "-bin")) return absl::OkStatus();
  const auto wrong =
      std::find_if_not(value.begin(), value.end(), absl::ascii_isprint);
  if (wrong == value.end()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrFormat(
      "metadata key %s: byte %d of the value is 0x%02x: wanted printable "
      "ASCII, or a key in -bin",
      support::Quote(key), wrong - value.begin() + 1,
      static_cast<unsigned char>(*wrong)));
}

}  // namespace

absl::Status CheckMetadata(const MetadataEntries& entries) {
  size_t bytes = 0;
  for (const auto& [key, value] : entries) {
    absl::Status status = CheckKey(key);
    status.Update(CheckValue(key, value));
    if (!status.ok()) return status;
    bytes += key.size() + SizeOnTheWire(key, value) + 32;
  }
  if (bytes > kMostMetadataBytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        "metadata of ", bytes, " bytes: wanted at most ", kMostMetadataBytes));
  }
  return absl::OkStatus();
}
