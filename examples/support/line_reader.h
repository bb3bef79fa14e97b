// SPDX-License-Identifier: Apache-2.0
//
// Answers, line by line, from a person at a terminal or from a pipe.

#ifndef EXAMPLES_SUPPORT_LINE_READER_H_
#define EXAMPLES_SUPPORT_LINE_READER_H_

#include <iostream>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace support {

// Reads answers from `in`. If `ask` is true, it first prints each question to
// `out`. Both streams must outlive the reader. One thread at a time; without a
// question, Next leaves `out` alone, and another thread may print to it.
class LineReader {
 public:
  LineReader(std::istream& in, std::ostream& out, bool ask)
      : in_(in), out_(out), ask_(ask) {}

  // Prints `question`, if it asks at all: one for all the lines that follow.
  void Ask(absl::string_view question);

  // The next line without its line break, or nothing if it is empty, the input
  // has ended, or the line is not UTF-8. Waits for as long as a person takes.
  std::optional<std::string> Next(absl::string_view question = "");

  // INVALID_ARGUMENT once a line was not UTF-8, DATA_LOSS once the input could
  // not be read. If OK, the answers have come to their own end.
  const absl::Status& status() const { return status_; }

 private:
  std::istream& in_;
  std::ostream& out_;
  const bool ask_;
  int line_number_ = 0;
  absl::Status status_;
};

// Reads standard input, and asks on standard output if that input is a
// terminal. Call it once, before std::cin and std::cout are used.
LineReader StandardInput();

}  // namespace support

#endif  // EXAMPLES_SUPPORT_LINE_READER_H_
