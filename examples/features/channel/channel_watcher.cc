// SPDX-License-Identifier: Apache-2.0

#include "channel_watcher.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"

std::vector<grpc_connectivity_state> ChannelWatcher::WatchUntil(
    const std::set<grpc_connectivity_state>& goals, absl::Duration timeout) {
  const auto deadline = absl::ToChronoTime(absl::Now() + timeout);
  std::vector<grpc_connectivity_state> states = {last_};
  bool in_time = true;
  while (in_time) {
    const auto state = channel_->GetState(/*try_to_connect=*/false);
    if (state != last_) states.push_back(state);
    last_ = state;
    if (goals.count(state) > 0) break;
    // Returns at once if the channel has left `state` in the meantime.
    in_time = channel_->WaitForStateChange(state, deadline);
  }
  return states;
}

std::string ChannelStateName(grpc_connectivity_state state) {
  switch (state) {
    case GRPC_CHANNEL_IDLE:
      return "IDLE";
    case GRPC_CHANNEL_CONNECTING:
      return "CONNECTING";
    case GRPC_CHANNEL_READY:
      return "READY";
    case GRPC_CHANNEL_TRANSIENT_FAILURE:
      return "TRANSIENT_FAILURE";
    case GRPC_CHANNEL_SHUTDOWN:
      return "SHUTDOWN";
  }
  return absl::StrCat("state ", state);
}

std::string ChannelPath(const std::vector<grpc_connectivity_state>& states) {
  std::vector<std::string> names;
  for (const grpc_connectivity_state state : states) {
    if (state == GRPC_CHANNEL_CONNECTING) continue;
    names.push_back(ChannelStateName(state));
  }
  return absl::StrJoin(names, " -> ");
}
