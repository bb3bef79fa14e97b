// SPDX-License-Identifier: Apache-2.0

#include "support/journal.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"

namespace support {

void Journal::Write(absl::string_view line) {
  std::string text(line);
  std::replace_if(text.begin(), text.end(), absl::ascii_iscntrl, ' ');
  if (printer_ != nullptr) {
    printer_->Print(text + "\n");
    return;
  }
  const std::lock_guard lock(mutex_);
  if (lines_.size() == kMostLines) return;
  lines_.push_back(std::move(text));
  changed_.notify_one();
}

std::optional<std::string> Journal::Next(absl::Duration patience) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, absl::ToChronoNanoseconds(patience),
                         [this] { return !lines_.empty(); })) {
    return std::nullopt;
  }
  std::string line = std::move(lines_.front());
  lines_.pop_front();
  return line;
}

}  // namespace support
