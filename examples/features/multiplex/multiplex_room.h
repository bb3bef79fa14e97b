// SPDX-License-Identifier: Apache-2.0
//
// Where calls wait to be answered.

#ifndef EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_ROOM_H_
#define EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_ROOM_H_

#include <cstdint>
#include <map>
#include <mutex>

class MultiplexGuest;

// Thread-safe. Whoever takes a guest out of the room has to answer it, and
// nobody else may: so each is answered once.
class MultiplexRoom {
 public:
  // Returns the guest's number: each gets a higher one than those before. The
  // guest must be there until it is taken out.
  int64_t Enter(MultiplexGuest& guest);

  // Takes out the guest with this number. Returns false if it was out already.
  bool Take(int64_t number);

  // Takes out the one who came last. Returns null if there is none.
  MultiplexGuest* TakeLast();

 private:
  std::mutex mutex_;  // Guards the two below.
  int64_t last_number_ = 0;
  std::map<int64_t, MultiplexGuest*> guests_;  // By number.
};

#endif  // EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_ROOM_H_
