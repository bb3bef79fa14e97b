// SPDX-License-Identifier: Apache-2.0

#include "support/quote.h"

#include <cstddef>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "utf8cpp/utf8.h"

namespace support {
namespace {

constexpr size_t kMostBytes = 64;

// Letters of every alphabet stay as they are.
std::string Escape(absl::string_view text) {
  return utf8::is_valid(text.begin(), text.end())
             ? absl::Utf8SafeCHexEscape(text)
             : absl::CHexEscape(text);
}

}  // namespace

std::string Quote(absl::string_view text) {
  if (text.size() <= kMostBytes) return absl::StrCat("\"", Escape(text), "\"");

  // Not in the middle of a character, whose further bytes are 10xxxxxx.
  size_t size = kMostBytes;
  while (size > kMostBytes - 4 && (text[size] & 0xC0) == 0x80) --size;
  return absl::StrCat("\"", Escape(text.substr(0, size)), "...\" (",
                      text.size(), " bytes)");
}

}  // namespace support
