// SPDX-License-Identifier: Apache-2.0

#include "channel.h"

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "channel_client.h"
#include "channel_restart.h"
#include "channel_server.h"
#include "channel_watcher.h"
#include "grpcpp/grpcpp.h"
#include "support/feature.h"
#include "support/held_port.h"

namespace {

std::shared_ptr<grpc::Channel> ChannelTo(
    const std::string& target, const grpc::ChannelArguments& arguments) {
  return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(),
                                   arguments);
}

void TellOfConnecting(const std::shared_ptr<grpc::Channel>& channel,
                      support::Story& story) {
  story.Step("A new channel has no connection.");
  story.Expect("channel", "IDLE",
               ChannelStateName(channel->GetState(/*try_to_connect=*/false)));

  story.Step("Told to connect, it is ready before the first call.");
  ChannelWatcher watcher(channel);
  channel->GetState(/*try_to_connect=*/true);
  story.Expect("channel", "IDLE -> READY",
               ChannelPath(watcher.WatchUntil(
                   {GRPC_CHANNEL_READY, GRPC_CHANNEL_TRANSIENT_FAILURE},
                   absl::Seconds(30))));
}

void TellOfStubs(const std::shared_ptr<grpc::Channel>& channel,
                 support::Story& story) {
  story.Step("Two stubs on this channel: one connection.");
  ChannelClient client(channel);
  story.ExpectReply("client", "OK \"Hello, Ada!\"", client.SayHello("Ada"));
  story.ExpectReply("client", "OK \"Good day, Ada!\"",
                    client.SayGoodDay("Ada"));
  story.ExpectServer("Greeter: called by \"grpc-c++\" over connection 1");
  story.ExpectServer("Hello: called by \"grpc-c++\" over connection 1");
}

void TellOfMoreChannels(const std::string& target, support::Story& story) {
  story.Step("A second channel, made alike: the same connection.");
  ChannelClient second(ChannelTo(target, grpc::ChannelArguments()));
  story.ExpectReply("client", "OK \"Hello, Bo!\"", second.SayHello("Bo"));
  story.ExpectServer("Greeter: called by \"grpc-c++\" over connection 1");

  story.Step("A channel that shares nothing: another connection.");
  grpc::ChannelArguments alone;
  alone.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  ChannelClient third(ChannelTo(target, alone));
  story.ExpectReply("client", "OK \"Hello, Cy!\"", third.SayHello("Cy"));
  story.ExpectServer("Greeter: called by \"grpc-c++\" over connection 2");

  story.Step("Other arguments, a name and a limit: another connection.");
  grpc::ChannelArguments shop;
  shop.SetUserAgentPrefix("shop/2.1");  // Goes before gRPC's own name.
  shop.SetMaxReceiveMessageSize(8);     // Bytes. By default 4 MiB.
  ChannelClient fourth(ChannelTo(target, shop));
  story.ExpectReply("client", "RESOURCE_EXHAUSTED", fourth.SayHello("Di"));
  story.ExpectServer("Greeter: called by \"shop\" over connection 3");
}

}  // namespace

void TellChannel(support::Journal& journal, support::Story& story) {
  const auto port = support::HeldPort::Pick();
  if (!port.ok()) {
    story.Step("A port for a server that stops and comes back.");
    story.ExpectStatus("server", "OK", port.status());
    return;
  }
  support::WithServer<ChannelServer>(CallChannel)(journal, story);
  TellChannelRestart((*port)->address(), journal, story);
}

void CallChannel(const std::string& target, support::Story& story) {
  const auto channel = ChannelTo(target, grpc::ChannelArguments());
  TellOfConnecting(channel, story);
  TellOfStubs(channel, story);
  // `channel` is still there: it holds connection 1.
  TellOfMoreChannels(target, story);
}
