// SPDX-License-Identifier: Apache-2.0
//
// How often each method was called, how often it failed, and how long it took.

#ifndef EXAMPLES_FEATURES_INTERCEPTORS_METHOD_STATS_H_
#define EXAMPLES_FEATURES_INTERCEPTORS_METHOD_STATS_H_

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"

// Thread-safe.
class MethodStats {
 public:
  // Has an entry for each of `methods`, and one more, kOther, for all others: a
  // stranger may call methods of any name, and must not fill our memory.
  explicit MethodStats(const std::vector<std::string>& methods);

  static constexpr char kOther[] = "other";

  struct Method {
    int64_t calls = 0;
    int64_t failed = 0;   // Of these, those that did not end with OK.
    absl::Duration took;  // All of them together.
  };

  // Counts one call. Returns all that is known of the method.
  Method Add(const std::string& method, bool ok, absl::Duration took);

  // By the names of the methods.
  std::map<std::string, Method> All() const;

 private:
  mutable std::mutex mutex_;  // Guards methods_.
  std::map<std::string, Method> methods_;
};

#endif  // EXAMPLES_FEATURES_INTERCEPTORS_METHOD_STATS_H_
