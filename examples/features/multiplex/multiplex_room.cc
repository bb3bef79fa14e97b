// SPDX-License-Identifier: Apache-2.0

#include "multiplex_room.h"

#include <iterator>
#include <mutex>

int64_t MultiplexRoom::Enter(MultiplexGuest& guest) {
  const std::lock_guard lock(mutex_);
  guests_.emplace(++last_number_, &guest);
  return last_number_;
}

bool MultiplexRoom::Take(int64_t number) {
  const std::lock_guard lock(mutex_);
  return guests_.erase(number) == 1;
}

MultiplexGuest* MultiplexRoom::TakeLast() {
  const std::lock_guard lock(mutex_);
  if (guests_.empty()) return nullptr;
  const auto last = std::prev(guests_.end());
  MultiplexGuest* const guest = last->second;
  guests_.erase(last);
  return guest;
}
