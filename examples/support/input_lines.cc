// SPDX-License-Identifier: Apache-2.0

#include "support/input_lines.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "support/quote.h"
#include "utf8cpp/utf8.h"

namespace support {

absl::StatusOr<std::optional<std::string>> InputLines::Next() {
  while (!stop_.IsSet()) {
    while (const std::optional<std::string> line = Take()) {
      ++number_;
      std::string text(absl::StripAsciiWhitespace(*line));
      if (!utf8::is_valid(text.begin(), text.end())) {
        return absl::InvalidArgumentError(absl::StrCat(
            "line ", number_, ": ", Quote(text), ": wanted text in UTF-8"));
      }
      if (!text.empty()) return text;
    }
    if (ended_ || stop_.WaitForInput(descriptor_)) return std::nullopt;
    if (read_.size() > kMostBytes) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", number_ + 1, ": wanted a line of at most ",
                       kMostBytes, " bytes"));
    }
    std::array<char, 4096> more;
    const ssize_t size = read(descriptor_, more.data(), more.size());
    if (size < 0 && errno != EINTR && errno != EAGAIN) {
      return absl::DataLossError(
          absl::StrCat("cannot read the input after line ", number_));
    }
    ended_ = size == 0;
    if (size > 0) read_.append(more.data(), static_cast<size_t>(size));
  }
  return std::nullopt;
}

std::optional<std::string> InputLines::Take() {
  const size_t end = read_.find('\n');
  if (end == std::string::npos) {
    // The last line may do without a line break.
    if (!ended_ || read_.empty()) return std::nullopt;
    return std::exchange(read_, "");
  }
  std::string line = read_.substr(0, end);
  read_.erase(0, end + 1);
  return line;
}

}  // namespace support
