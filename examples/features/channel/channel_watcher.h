// SPDX-License-Identifier: Apache-2.0
//
// The states that a channel passes through.

#ifndef EXAMPLES_FEATURES_CHANNEL_CHANNEL_WATCHER_H_
#define EXAMPLES_FEATURES_CHANNEL_CHANNEL_WATCHER_H_

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"

// Only watches: it never makes the channel connect. One thread at a time; any
// number of watchers may watch a channel.
class ChannelWatcher {
 public:
  explicit ChannelWatcher(std::shared_ptr<grpc::Channel> channel)
      : channel_(std::move(channel)), last_(channel_->GetState(false)) {}

  // Waits until the channel is in one of the states `goals`, or `timeout` has
  // passed. Returns the state that was known last, and those that followed: the
  // end of it is where the channel is now. A state that lasted a moment may be
  // missing.
  std::vector<grpc_connectivity_state> WatchUntil(
      const std::set<grpc_connectivity_state>& goals, absl::Duration timeout);

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  grpc_connectivity_state last_;
};

// The name without GRPC_CHANNEL_: "READY", say.
std::string ChannelStateName(grpc_connectivity_state state);

// "IDLE -> READY", say. CONNECTING is left out: it may be over before anybody
// looks.
std::string ChannelPath(const std::vector<grpc_connectivity_state>& states);

#endif  // EXAMPLES_FEATURES_CHANNEL_CHANNEL_WATCHER_H_
