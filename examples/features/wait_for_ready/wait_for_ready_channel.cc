// SPDX-License-Identifier: Apache-2.0

#include "wait_for_ready_channel.h"

#include <memory>
#include <string>

#include "absl/time/clock.h"

namespace {

// Defaults for calls, by service and method.
constexpr char kServiceConfig[] = R"({
  "methodConfig": [{
    "name": [{"service": "helloworld.Greeter", "method": "SayHello"}],
    "waitForReady": true
  }]
})";

grpc::ChannelArguments QuickToReconnect() {
  grpc::ChannelArguments arguments;
  // A call that waits for the server waits for the next attempt to connect. By
  // default they are 1 s apart at first, and 2 min in the end.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  return arguments;
}

}  // namespace

std::shared_ptr<grpc::Channel> FailFastChannelTo(const std::string& target) {
  return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(),
                                   QuickToReconnect());
}

std::shared_ptr<grpc::Channel> WaitingChannelTo(const std::string& target) {
  grpc::ChannelArguments arguments = QuickToReconnect();
  arguments.SetServiceConfigJSON(kServiceConfig);
  return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(),
                                   arguments);
}

bool FailsToConnect(grpc::Channel& channel, absl::Duration timeout) {
  const auto deadline = absl::ToChronoTime(absl::Now() + timeout);
  auto state = channel.GetState(/*try_to_connect=*/false);
  while (state != GRPC_CHANNEL_TRANSIENT_FAILURE) {
    if (state == GRPC_CHANNEL_READY) return false;
    if (!channel.WaitForStateChange(state, deadline)) return false;
    state = channel.GetState(/*try_to_connect=*/false);
  }
  return true;
}
