// SPDX-License-Identifier: Apache-2.0

#include "channel_restart.h"

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "channel_client.h"
#include "channel_server.h"
#include "channel_watcher.h"
#include "grpcpp/grpcpp.h"

namespace {

constexpr absl::Duration kPatience = absl::Seconds(30);

// A channel that soon tries again.
std::shared_ptr<grpc::Channel> QuickChannel(const std::string& target) {
  grpc::ChannelArguments arguments;
  // The wait before the second attempt to connect. Each further one is 1.6
  // times as long. By default 1 s, up to 2 min; less than 100 ms is not to be
  // had.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(),
                                   arguments);
}

}  // namespace

void TellChannelRestart(const std::string& address, support::Journal& journal,
                        support::Story& story) {
  story.Step("A channel to a server that will stop and come back.");
  auto server = ChannelServer::Start(address, journal);
  story.ExpectStatus("server", "OK", server.status());
  if (!server.ok()) return;
  const auto channel = QuickChannel(address);
  ChannelWatcher watcher(channel);
  channel->GetState(/*try_to_connect=*/true);
  story.Expect(
      "channel", "IDLE -> READY",
      ChannelPath(watcher.WatchUntil({GRPC_CHANNEL_READY}, kPatience)));

  story.Step("The server stops: the channel sees it, and waits to be used.");
  server->reset();
  story.Expect("channel", "READY -> IDLE",
               ChannelPath(watcher.WatchUntil({GRPC_CHANNEL_IDLE}, kPatience)));

  story.Step("A call has it connect, in vain: from now on it keeps trying.");
  ChannelClient client(channel);
  story.ExpectReply("client", "UNAVAILABLE", client.SayHello("Ada"));
  story.Expect("channel", "IDLE -> TRANSIENT_FAILURE",
               ChannelPath(watcher.WatchUntil({GRPC_CHANNEL_TRANSIENT_FAILURE},
                                              kPatience)));

  story.Step("The server is back: no call is needed.");
  server = ChannelServer::Start(address, journal);
  story.ExpectStatus("server", "OK", server.status());
  story.Expect(
      "channel", "TRANSIENT_FAILURE -> READY",
      ChannelPath(watcher.WatchUntil({GRPC_CHANNEL_READY}, kPatience)));
  story.ExpectReply("client", "OK \"Hello, Ada!\"", client.SayHello("Ada"));
  story.ExpectServer("Greeter: called by \"grpc-c++\" over connection 1");
}
