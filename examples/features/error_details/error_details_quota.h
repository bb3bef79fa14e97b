// SPDX-License-Identifier: Apache-2.0
//
// How much a server gives in a time.

#ifndef EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_QUOTA_H_
#define EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_QUOTA_H_

#include <chrono>
#include <mutex>
#include <optional>

// One piece at a time, which is made when it is asked for. Those who come
// before it is ready are told when it will be. Thread-safe.
class ErrorDetailsQuota {
 public:
  using Clock = std::chrono::steady_clock;

  static constexpr std::chrono::milliseconds kTimeToMake{50};

  // Takes the piece and returns zero if there is one at `now`. Otherwise
  // returns how long it takes until there is.
  Clock::duration Take(Clock::time_point now);

 private:
  std::mutex mutex_;                        // Guards ready_.
  std::optional<Clock::time_point> ready_;  // Empty until one is asked for.
};

#endif  // EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_QUOTA_H_
