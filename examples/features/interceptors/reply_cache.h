// SPDX-License-Identifier: Apache-2.0
//
// Replies that are kept for a while.

#ifndef EXAMPLES_FEATURES_INTERCEPTORS_REPLY_CACHE_H_
#define EXAMPLES_FEATURES_INTERCEPTORS_REPLY_CACHE_H_

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "helloworld.pb.h"

// Thread-safe. Takes at most kMostReplies * kMostBytes of memory, and what the
// containers need.
class ReplyCache {
 public:
  using Clock = std::chrono::steady_clock;  // Is never set back.

  static constexpr size_t kMostReplies = 100;
  static constexpr size_t kMostBytes = 64 * 1024;  // A name and its reply.
  static constexpr std::chrono::minutes kMostAge{5};

  // A copy of the reply to `name`, if there is one that is not too old.
  std::optional<helloworld::HelloReply> Get(const std::string& name,
                                            Clock::time_point now) const;

  // Keeps a copy, unless it is too large or there is one already. The oldest
  // reply makes room for it.
  void Put(const std::string& name, const helloworld::HelloReply& reply,
           Clock::time_point now);

 private:
  struct Entry {
    helloworld::HelloReply reply;
    Clock::time_point kept_since;
  };

  mutable std::mutex mutex_;  // Guards the two below.
  std::map<std::string, Entry> entries_;
  std::deque<std::string> names_;  // Of all entries, the oldest first.
};

#endif  // EXAMPLES_FEATURES_INTERCEPTORS_REPLY_CACHE_H_
