// SPDX-License-Identifier: Apache-2.0
//
// What a server says that it has seen: read by the story that makes the calls,
// or by a person at the server's terminal.

#ifndef EXAMPLES_SUPPORT_JOURNAL_H_
#define EXAMPLES_SUPPORT_JOURNAL_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "support/printer.h"

namespace support {

// Thread-safe. A service must not outlive the journal that it writes to.
class Journal {
 public:
  // Keeps what is written for Next: the first kMostLines that nobody has read.
  Journal() = default;

  // Prints what is written to `out`, and keeps nothing. `out` must outlive the
  // journal.
  explicit Journal(std::ostream& out)
      : printer_(std::make_unique<Printer>(out)) {}

  static constexpr size_t kMostLines = 10000;

  // Takes one line, without its line break, and returns at once: a reaction may
  // call it. Control characters are replaced by spaces.
  void Write(absl::string_view line);

  // Takes out the oldest line. Waits for one as long as `patience`, and returns
  // nothing if none has come by then.
  std::optional<std::string> Next(absl::Duration patience = absl::Seconds(20));

 private:
  std::mutex mutex_;  // Guards lines_.
  std::deque<std::string> lines_;
  std::condition_variable changed_;
  std::unique_ptr<Printer> printer_;  // Null if the lines are kept.
};

}  // namespace support

#endif  // EXAMPLES_SUPPORT_JOURNAL_H_
