// SPDX-License-Identifier: Apache-2.0
//
// How many calls may be open at once. Each of them costs memory for as long as
// its client likes, and clients are many. gRPC itself can limit the calls of
// one connection (GRPC_ARG_MAX_CONCURRENT_STREAMS), but not those of a server.
//
// What is limited is what the server has to do with: calls that wait for
// something, or that have more to say. When it has said its last, gRPC still
// keeps that until the client has taken it. Where it is large, keep the slot
// until OnDone.

#ifndef EXAMPLES_SUPPORT_CALL_LIMIT_H_
#define EXAMPLES_SUPPORT_CALL_LIMIT_H_

#include <atomic>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace support {

// Thread-safe.
class CallLimit {
 public:
  explicit CallLimit(int most) : most_(most) {}

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

  const int most_;
  std::atomic<int> open_ = 0;
};

// One call's slot, for as long as the object exists or until GiveBack. The
// limit must outlive it. One thread at a time.
class CallLimit::Slot {
 public:
  explicit Slot(CallLimit& limit) : limit_(limit), taken_(limit.Take()) {}
  ~Slot() { GiveBack(); }
  Slot(Slot&& other) noexcept
      : limit_(other.limit_), taken_(std::exchange(other.taken_, false)) {}
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

  // False if there was none left, after GiveBack, and when it was moved away.
  bool taken() const { return taken_; }

  // What to tell the client then, with RESOURCE_EXHAUSTED.
  std::string refusal() const {
    return absl::StrCat("wanted no more than ", limit_.most_, " open calls");
  }

  // To be called before anybody hears that the call is over, who may make the
  // next one at once, if little is left to send. Does nothing if there is
  // nothing to give back.
  void GiveBack() {
    if (std::exchange(taken_, false)) --limit_.open_;
  }

 private:
  CallLimit& limit_;
  bool taken_;
};

}  // namespace support

#endif  // EXAMPLES_SUPPORT_CALL_LIMIT_H_
