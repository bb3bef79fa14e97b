// SPDX-License-Identifier: Apache-2.0

#include "support/hex.h"

#include <charconv>
#include <optional>
#include <string>

namespace support {

std::optional<std::string> FromHex(absl::string_view hex) {
  std::string bytes;
  for (; hex.size() >= 2; hex.remove_prefix(2)) {
    unsigned char byte = 0;
    const char* const end = hex.data() + 2;
    const auto [stopped, error] = std::from_chars(hex.data(), end, byte, 16);
    if (stopped != end) return std::nullopt;
    bytes.push_back(static_cast<char>(byte));
  }
  if (!hex.empty()) return std::nullopt;
  return bytes;
}

}  // namespace support
