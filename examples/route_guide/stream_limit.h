// SPDX-License-Identifier: Apache-2.0
//
// How many streams may be open at once. Each of them costs memory for as long
// as its client likes, and clients are many.

#ifndef EXAMPLES_ROUTE_GUIDE_STREAM_LIMIT_H_
#define EXAMPLES_ROUTE_GUIDE_STREAM_LIMIT_H_

#include <atomic>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

// Thread-safe.
class StreamLimit {
 public:
  explicit StreamLimit(int most) : most_(most) {}

  class Slot;

 private:
  // Returns whether there was a slot left.
  bool Take() {
    int open = open_;
    while (open < most_) {
      if (open_.compare_exchange_weak(open, open + 1)) return true;
    }
    return false;
  }
  void GiveBack() { --open_; }

  const int most_;
  std::atomic<int> open_ = 0;
};

// One stream's slot, for as long as the object exists. The limit must outlive
// it.
class StreamLimit::Slot {
 public:
  explicit Slot(StreamLimit& limit) : limit_(limit), taken_(limit.Take()) {}
  ~Slot() {
    if (taken_) limit_.GiveBack();
  }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

  // RESOURCE_EXHAUSTED if there was none left.
  absl::Status status() const {
    if (taken_) return absl::OkStatus();
    return absl::ResourceExhaustedError(absl::StrCat(
        "too many streams: wanted no more than ", limit_.most_, " at once"));
  }

 private:
  StreamLimit& limit_;
  const bool taken_;
};

#endif  // EXAMPLES_ROUTE_GUIDE_STREAM_LIMIT_H_
