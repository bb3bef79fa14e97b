// SPDX-License-Identifier: Apache-2.0

#include "support/printer.h"

#include <cstddef>
#include <mutex>
#include <ostream>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"

namespace support {
namespace {
constexpr size_t kMostBytes = 16 << 20;
}  // namespace

Printer::Printer(std::ostream& out) : out_(out), thread_([this] { Run(); }) {}

Printer::~Printer() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Printer::Print(absl::string_view text) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() + text.size() <= kMostBytes) {
      absl::StrAppend(&waiting_, text);
    } else {
      ++left_out_;
    }
  }
  changed_.notify_one();
}

void Printer::Run() {
  bool closing = false;
  while (!closing) {
    std::string text;
    size_t left_out = 0;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] {
        return closing_ || !waiting_.empty() || left_out_ > 0;
      });
      closing = closing_;
      text.swap(waiting_);
      std::swap(left_out, left_out_);
    }
    out_ << text;
    if (left_out > 0) out_ << "(" << left_out << " left out)\n";
    out_ << std::flush;
    failed_ = !out_;
  }
}

}  // namespace support
