// SPDX-License-Identifier: Apache-2.0
//
// Who lives at the inn: codes for what is there, not there, or not yet allowed.

#ifndef EXAMPLES_FEATURES_ERROR_HANDLING_INN_GUESTS_H_
#define EXAMPLES_FEATURES_ERROR_HANDLING_INN_GUESTS_H_

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

#include "grpcpp/grpcpp.h"

// Thread-safe. No method waits for anything but the others.
class InnGuests {
 public:
  static constexpr size_t kRooms = 2;

  // Gives `name` a room. ALREADY_EXISTS if they have one, RESOURCE_EXHAUSTED if
  // all are taken.
  grpc::Status Stay(const std::string& name);

  // Notes that `name` has paid. Paying twice is the same as once. NOT_FOUND if
  // they have no room.
  grpc::Status Pay(const std::string& name);

  // Takes the room back. NOT_FOUND if they have none, FAILED_PRECONDITION if
  // they have not paid.
  grpc::Status Leave(const std::string& name);

  // Takes all rooms back.
  void SendAllHome();

 private:
  std::mutex mutex_;                  // Guards paid_.
  std::map<std::string, bool> paid_;  // By the guests' names.
};

#endif  // EXAMPLES_FEATURES_ERROR_HANDLING_INN_GUESTS_H_
