// SPDX-License-Identifier: Apache-2.0
//
// Where the server holds calls until the last of their crowd has come.

#ifndef EXAMPLES_FEATURES_ASYNC_STYLES_WAITING_ROOM_H_
#define EXAMPLES_FEATURES_ASYNC_STYLES_WAITING_ROOM_H_

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "grpcpp/grpcpp.h"
#include "support/journal.h"

class WaitingCall;

// The calls that wait. Thread-safe.
class WaitingRoom {
 public:
  // `journal` must outlive the room.
  explicit WaitingRoom(support::Journal& journal) : journal_(journal) {}

  static constexpr size_t kCrowd = 100;  // So many calls are let go together.
  static constexpr size_t kMostCalls = 1000;  // A call that waits is memory.

  // Lets `call` wait. If its crowd is complete then, finishes all of it with
  // OK. Returns false if the room is full, and leaves the call alone.
  bool Enter(WaitingCall* call);

  // Takes `call` out. Returns false if it is not, or no longer, there.
  bool Leave(WaitingCall* call);

 private:
  support::Journal& journal_;
  std::mutex mutex_;  // Guards the two below.
  std::map<std::string, std::vector<WaitingCall*>> crowds_;
  size_t calls_ = 0;
};

// One call of a crowd.
class WaitingCall final : public grpc::ServerUnaryReactor {
 public:
  // RESOURCE_EXHAUSTED if the room, which must outlive the call, is full.
  // Deletes itself when the call is done: create it with new.
  WaitingCall(std::string crowd, WaitingRoom& room);

  const std::string& crowd() const { return crowd_; }

  // The client has gone, or its deadline has passed.
  void OnCancel() override;
  void OnDone() override { delete this; }

 private:
  ~WaitingCall() override = default;

  const std::string crowd_;
  WaitingRoom& room_;
};

#endif  // EXAMPLES_FEATURES_ASYNC_STYLES_WAITING_ROOM_H_
