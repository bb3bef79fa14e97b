// SPDX-License-Identifier: Apache-2.0

#include "flow_control_calls.h"

#include <mutex>
#include <string>

#include "absl/strings/str_cat.h"
#include "support/quote.h"

namespace {

absl::Status NoSuchCall(const std::string& id) {
  return absl::NotFoundError(absl::StrCat(
      "name ", support::Quote(id), ": wanted the number of an open call"));
}

}  // namespace

absl::StatusOr<std::string> FlowControlCalls::Enter(FlowControlCall& call) {
  const std::lock_guard lock(mutex_);
  if (calls_.size() == kMostCalls) {
    return absl::ResourceExhaustedError(
        absl::StrCat("wanted no more than ", kMostCalls, " open calls"));
  }
  const std::string id = absl::StrCat(++last_id_);
  calls_[id] = &call;
  return id;
}

void FlowControlCalls::Leave(const std::string& id) {
  const std::lock_guard lock(mutex_);
  calls_.erase(id);
}

absl::StatusOr<int> FlowControlCalls::Messages(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(id);
  if (found == calls_.end()) return NoSuchCall(id);
  return found->second->Messages();
}

absl::Status FlowControlCalls::GoOn(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(id);
  if (found == calls_.end()) return NoSuchCall(id);
  if (found->second->GoOn()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "name ", support::Quote(id), ": wanted a call that waits to go on"));
}
