// SPDX-License-Identifier: Apache-2.0

#include "error_details_quota.h"

#include <mutex>

ErrorDetailsQuota::Clock::duration ErrorDetailsQuota::Take(
    Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  if (!ready_) ready_ = now + kTimeToMake;
  if (now < *ready_) return *ready_ - now;
  ready_.reset();
  return Clock::duration::zero();
}
