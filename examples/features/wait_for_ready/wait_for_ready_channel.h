// SPDX-License-Identifier: Apache-2.0
//
// Channels whose calls wait, or do not, if they say nothing themselves.

#ifndef EXAMPLES_FEATURES_WAIT_FOR_READY_WAIT_FOR_READY_CHANNEL_H_
#define EXAMPLES_FEATURES_WAIT_FOR_READY_WAIT_FOR_READY_CHANNEL_H_

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"

// No call waits unless it says so.
std::shared_ptr<grpc::Channel> FailFastChannelTo(const std::string& target);

// SayHello waits unless it says that it does not.
std::shared_ptr<grpc::Channel> WaitingChannelTo(const std::string& target);

// Waits until the channel, which somebody else makes connect, could not do so.
// False if it could, or if neither happens in `timeout`.
bool FailsToConnect(grpc::Channel& channel, absl::Duration timeout);

#endif  // EXAMPLES_FEATURES_WAIT_FOR_READY_WAIT_FOR_READY_CHANNEL_H_
