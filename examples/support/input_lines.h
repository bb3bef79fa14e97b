// SPDX-License-Identifier: Apache-2.0
//
// Lines of an input, for a program that Ctrl-C must reach while it waits for
// one.

#ifndef EXAMPLES_SUPPORT_INPUT_LINES_H_
#define EXAMPLES_SUPPORT_INPUT_LINES_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "support/stop.h"

namespace support {

// Reads from a file descriptor: std::getline could not be interrupted. One
// thread at a time.
class InputLines {
 public:
  // A longer line is not waited for.
  static constexpr size_t kMostBytes = 64 << 10;

  // Both must outlive the reader. From std::cin nothing may have been read.
  InputLines(int descriptor, const Stop& stop)
      : descriptor_(descriptor), stop_(stop) {}

  // The next line that is not blank, without blanks around it. Nothing once the
  // input has ended, or `stop` is set. INVALID_ARGUMENT if a line is too long
  // or not UTF-8, and DATA_LOSS if the input cannot be read.
  absl::StatusOr<std::optional<std::string>> Next();

  // Of the line that Next returned, from 1.
  int number() const { return number_; }

 private:
  // Takes a line out of what was read. Nothing if there is no whole one.
  std::optional<std::string> Take();

  const int descriptor_;
  const Stop& stop_;
  std::string read_;  // And not yet taken.
  bool ended_ = false;
  int number_ = 0;
};

}  // namespace support

#endif  // EXAMPLES_SUPPORT_INPUT_LINES_H_
