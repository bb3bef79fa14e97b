// SPDX-License-Identifier: Apache-2.0
//
// What travellers have written, place by place.

#ifndef EXAMPLES_ROUTE_GUIDE_NOTE_BOARD_H_
#define EXAMPLES_ROUTE_GUIDE_NOTE_BOARD_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "location.h"
#include "route_guide.pb.h"

// Keeps the latest notes: no more than `max_notes`, and no more than 64 MiB of
// them. To keep a new one, the oldest go, wherever they are.
//
// Thread-safe. It is locked while a note is added or copied, and while old ones
// go to make room for it.
class NoteBoard {
 public:
  explicit NoteBoard(size_t max_notes) : max_notes_(max_notes) {}

  class Earlier;

  // Keeps `note`, and returns the notes that were at its location before. This
  // is one step: of two notes at one location, one is always earlier than the
  // other. INVALID_ARGUMENT if the location is not on earth. Takes O(1),
  // amortized.
  absl::StatusOr<Earlier> Post(const routeguide::RouteNote& note);

  // How many notes are kept.
  size_t size() const;

 private:
  struct Note {
    Location location;
    std::string message;
    uint64_t next;  // The number of the next one at the location, or 0.
  };
  struct Chain {
    uint64_t first;  // The numbers of the first and last note that are kept.
    uint64_t last;
  };

  Note& At(uint64_t number) { return notes_[number - first_]; }
  static size_t Bytes(const Note& note) {
    return sizeof(Note) + note.message.size();
  }
  void DropOldest();
  bool CopyNext(Earlier& earlier, routeguide::RouteNote* note);

  const size_t max_notes_;
  mutable std::mutex mutex_;  // Guards all below.
  std::deque<Note> notes_;    // In the order of their numbers.
  uint64_t first_ = 1;        // The number of notes_.front().
  size_t bytes_ = 0;
  absl::flat_hash_map<Location, Chain> chains_;
};

// The notes that are earlier than some note at its location, oldest first. It
// keeps none of them, so that a slow reader costs no memory; those that have
// gone when their turn comes are left out. The board must outlive it.
class NoteBoard::Earlier {
 public:
  // Sets `note` to the next one. Returns false if there is none left.
  bool Next(routeguide::RouteNote* note) {
    return board_->CopyNext(*this, note);
  }

 private:
  friend class NoteBoard;
  Earlier(NoteBoard* board, const Location& location, uint64_t next,
          uint64_t end)
      : board_(board), location_(location), next_(next), end_(end) {}

  NoteBoard* board_;
  Location location_;
  uint64_t next_;  // The number of the next note, if that is less than end_.
  uint64_t end_;
};

#endif  // EXAMPLES_ROUTE_GUIDE_NOTE_BOARD_H_
