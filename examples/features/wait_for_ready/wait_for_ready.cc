// SPDX-License-Identifier: Apache-2.0

#include "wait_for_ready.h"

#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "support/held_port.h"
#include "wait_for_ready_channel.h"
#include "wait_for_ready_client.h"
#include "wait_for_ready_server.h"

namespace {

// Two timeouts: one that passes, and one that does not.
constexpr absl::Duration kShort = absl::Milliseconds(200);
constexpr absl::Duration kLong = absl::Seconds(30);

void TellOfNoServer(const std::string& target, support::Story& story) {
  WaitForReadyClient client(FailFastChannelTo(target));
  story.Step("No server: a call fails at once, however long its deadline.");
  story.ExpectReply("client", "UNAVAILABLE",
                    client.SayHello("Ada", std::nullopt, kLong));

  story.Step("A call that waits for the server fails at its deadline.");
  story.ExpectReply("client", "DEADLINE_EXCEEDED",
                    client.SayHello("Ada", true, kShort));
}

void TellOfServiceConfig(const std::string& target, support::Story& story) {
  WaitForReadyClient client(WaitingChannelTo(target));
  story.Step("A service config has SayHello wait, and a call may say no.");
  story.ExpectReply("SayHello", "DEADLINE_EXCEEDED",
                    client.SayHello("Ada", std::nullopt, kShort));
  story.ExpectReply("SayHello, told not to wait", "UNAVAILABLE",
                    client.SayHello("Ada", false, kLong));
  story.ExpectReply("SayHelloAgain", "UNAVAILABLE",
                    client.SayHelloAgain("Ada", std::nullopt, kLong));
}

// Returns the server, if it could be started.
absl::StatusOr<std::unique_ptr<WaitForReadyServer>> TellOfLateServer(
    const std::string& address, support::Journal& journal,
    support::Story& story) {
  story.Step("The server starts while a call waits for it.");
  const auto channel = FailFastChannelTo(address);
  std::future<absl::StatusOr<std::string>> reply =
      std::async(std::launch::async, [&channel] {
        return WaitForReadyClient(channel).SayHello("Ada", true, kLong);
      });
  // The call makes the channel connect. That this fails is not its end.
  story.Expect("channel", "no connection",
               FailsToConnect(*channel, kLong) ? "no connection" : "READY");
  const bool waits =
      reply.wait_for(std::chrono::seconds(0)) == std::future_status::timeout;
  story.Expect("client", "waits", waits ? "waits" : "does not wait");
  auto server = WaitForReadyServer::Start(address, journal);
  story.ExpectStatus("server", "OK", server.status());
  story.ExpectReply("client", "OK \"Hello, Ada!\"", reply.get());
  story.ExpectServer("SayHello: answers");
  return server;
}

void TellOfBegunCall(std::unique_ptr<WaitForReadyServer> server,
                     support::Story& story) {
  story.Step("The server stops when a call has begun: the call is lost.");
  WaitForReadyClient client(FailFastChannelTo(server->address()));
  std::future<absl::StatusOr<std::string>> reply = std::async(
      std::launch::async,
      [&client] { return client.SayHelloAgain("Ada", true, kLong); });
  story.ExpectServer("SayHelloAgain: begins");
  server.reset();
  story.ExpectReply("client", "UNAVAILABLE", reply.get());
  story.ExpectServer("SayHelloAgain: cancelled");
}

}  // namespace

void TellWaitForReady(support::Journal& journal, support::Story& story) {
  const auto port = support::HeldPort::Pick();
  if (!port.ok()) {
    story.Step("A port for a server that starts later.");
    story.ExpectStatus("server", "OK", port.status());
    return;
  }
  TellWaitForReadyAt((*port)->address(), journal, story);
}

void TellWaitForReadyAt(const std::string& address, support::Journal& journal,
                        support::Story& story) {
  TellOfNoServer(address, story);
  TellOfServiceConfig(address, story);
  auto server = TellOfLateServer(address, journal, story);
  if (server.ok()) TellOfBegunCall(*std::move(server), story);
}

void CallWaitForReady(const std::string& target, absl::Duration patience,
                      support::Story& story) {
  WaitForReadyClient client(FailFastChannelTo(target));
  story.Step("A call that waits for the server, if it is not there yet.");
  story.ExpectReply("client", "OK \"Hello, Ada!\"",
                    client.SayHello("Ada", true, patience));
  story.ExpectServer("SayHello: answers");

  story.Step("The server is there: a call that does not wait.");
  story.ExpectReply("client", "OK \"Hello, Bo!\"",
                    client.SayHello("Bo", false, kLong));
  story.ExpectServer("SayHello: answers");
}
