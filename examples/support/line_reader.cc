// SPDX-License-Identifier: Apache-2.0

#include "support/line_reader.h"

#include <unistd.h>

#include <iostream>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "utf8cpp/utf8.h"

namespace support {

void LineReader::Ask(absl::string_view question) {
  if (ask_) out_ << question << std::flush;
}

std::optional<std::string> LineReader::Next(absl::string_view question) {
  if (!question.empty()) Ask(question);
  std::string line;
  if (!std::getline(in_, line)) {
    if (in_.bad()) status_ = absl::DataLossError("cannot read the input");
    // Ctrl-D leaves the cursor behind the question.
    if (ask_ && !question.empty()) out_ << std::endl;
    return std::nullopt;
  }
  ++line_number_;
  if (!utf8::is_valid(line.begin(), line.end())) {
    status_ = absl::InvalidArgumentError(
        absl::StrCat("line ", line_number_, " '", absl::CHexEscape(line),
                     "': wanted text in UTF-8"));
    return std::nullopt;
  }
  if (line.empty()) return std::nullopt;
  return line;
}

LineReader StandardInput() {
  // As stdio's companion, std::cin takes an error for the end of the input.
  std::ios::sync_with_stdio(false);
  // It would flush std::cout before it reads, which another thread may use.
  std::cin.tie(nullptr);
  return LineReader(std::cin, std::cout, isatty(STDIN_FILENO) == 1);
}

}  // namespace support
