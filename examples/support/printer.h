// SPDX-License-Identifier: Apache-2.0
//
// Output that nobody has to wait for.

#ifndef EXAMPLES_SUPPORT_PRINTER_H_
#define EXAMPLES_SUPPORT_PRINTER_H_

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <ostream>
#include <string>
#include <thread>

#include "absl/strings/string_view.h"

namespace support {

// Prints to a stream on a thread of its own. A write to a terminal takes as
// long as the person at it likes (Ctrl-S), and a server must not stop for that.
// Thread-safe: one text is printed after the other.
class Printer {
 public:
  // `out` must outlive the printer.
  explicit Printer(std::ostream& out);

  // Returns when all is printed: not before somebody takes the output.
  ~Printer();

  // Takes `text` and returns at once. If 16 MiB wait to be printed, `text` is
  // left out, and a line will tell how many were.
  void Print(absl::string_view text);

  // True once something could not be printed. Then nothing is any more.
  bool failed() const { return failed_; }

 private:
  void Run();

  std::ostream& out_;  // Written to on thread_.
  std::atomic<bool> failed_ = false;
  std::mutex mutex_;  // Guards the three below.
  std::string waiting_;
  size_t left_out_ = 0;
  bool closing_ = false;
  std::condition_variable changed_;
  std::thread thread_;  // Last, because it uses all of the above.
};

}  // namespace support

#endif  // EXAMPLES_SUPPORT_PRINTER_H_
