// SPDX-License-Identifier: Apache-2.0

#include "note_board.h"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>

#include "absl/status/statusor.h"

namespace {
constexpr size_t kMaxBytes = 64 << 20;
}  // namespace

absl::StatusOr<NoteBoard::Earlier> NoteBoard::Post(
    const routeguide::RouteNote& note) {
  const absl::StatusOr<Location> location =
      Location::Of(note.location(), "location.");
  if (!location.ok()) return location.status();

  Note kept = {*location, note.message(), 0};  // Copied before the lock.

  const std::lock_guard lock(mutex_);
  const uint64_t number = first_ + notes_.size();
  notes_.push_back(std::move(kept));
  bytes_ += Bytes(notes_.back());
  const auto [chain, is_new] =
      chains_.try_emplace(*location, Chain{number, number});
  if (!is_new) {
    At(chain->second.last).next = number;
    chain->second.last = number;
  }
  const Earlier earlier(this, *location, chain->second.first, number);
  while (notes_.size() > max_notes_ || bytes_ > kMaxBytes) DropOldest();
  return earlier;
}

void NoteBoard::DropOldest() {
  const Note& oldest = notes_.front();
  if (oldest.next == 0) {
    chains_.erase(oldest.location);
  } else {
    chains_.at(oldest.location).first = oldest.next;
  }
  bytes_ -= Bytes(oldest);
  notes_.pop_front();
  ++first_;
}

bool NoteBoard::CopyNext(Earlier& earlier, routeguide::RouteNote* note) {
  const std::lock_guard lock(mutex_);
  if (earlier.next_ < first_) {
    // It has gone, and with it all that are older.
    const auto chain = chains_.find(earlier.location_);
    if (chain == chains_.end()) return false;
    earlier.next_ = chain->second.first;
  }
  if (earlier.next_ >= earlier.end_) return false;
  const Note& next = At(earlier.next_);
  next.location.CopyTo(note->mutable_location());
  note->set_message(next.message);
  earlier.next_ = next.next;
  return true;
}

size_t NoteBoard::size() const {
  const std::lock_guard lock(mutex_);
  return notes_.size();
}
