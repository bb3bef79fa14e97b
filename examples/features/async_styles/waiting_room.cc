// SPDX-License-Identifier: Apache-2.0

#include "waiting_room.h"

#include <algorithm>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

bool WaitingRoom::Enter(WaitingCall* call) {
  std::vector<WaitingCall*> complete;
  {
    const std::lock_guard lock(mutex_);
    if (calls_ == kMostCalls) return false;
    ++calls_;
    const auto crowd = crowds_.try_emplace(call->crowd()).first;
    crowd->second.push_back(call);
    if (crowd->second.size() < kCrowd) return true;
    complete = std::move(crowd->second);
    crowds_.erase(crowd);
    calls_ -= kCrowd;
  }
  // Nobody else finishes these calls: they are in the room no more.
  journal_.Write(absl::StrCat(kCrowd, " calls open at once: answers them all"));
  for (WaitingCall* const member : complete) member->Finish(grpc::Status::OK);
  return true;
}

bool WaitingRoom::Leave(WaitingCall* call) {
  const std::lock_guard lock(mutex_);
  const auto crowd = crowds_.find(call->crowd());
  if (crowd == crowds_.end()) return false;
  std::vector<WaitingCall*>& calls = crowd->second;
  const auto found = std::find(calls.begin(), calls.end(), call);
  if (found == calls.end()) return false;
  calls.erase(found);
  if (calls.empty()) crowds_.erase(crowd);
  --calls_;
  journal_.Write("a call has gone that waited");
  return true;
}

WaitingCall::WaitingCall(std::string crowd, WaitingRoom& room)
    : crowd_(std::move(crowd)), room_(room) {
  if (room_.Enter(this)) return;
  Finish(
      grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED,
                   absl::StrCat("wanted no more than ", WaitingRoom::kMostCalls,
                                " calls that wait")));
}

void WaitingCall::OnCancel() {
  // Whoever takes the call out of the room finishes it.
  if (room_.Leave(this)) Finish(grpc::Status::CANCELLED);
}
