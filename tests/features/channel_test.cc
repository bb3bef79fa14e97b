// SPDX-License-Identifier: Apache-2.0

#include "channel.h"

#include <map>
#include <memory>
#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "channel_call_log.h"
#include "channel_client.h"
#include "channel_restart.h"
#include "channel_server.h"
#include "channel_watcher.h"
#include "gmock/gmock.h"
#include "support/held_port.h"
#include "support/journal.h"
#include "support/story.h"
#include "tests/feature_contract.h"
#include "tests/feature_harness.h"
#include "tests/harness.h"
#include "tests/hasty_greeter.h"

namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using Setup = FeatureSetup<ChannelServer, CallChannel>;

INSTANTIATE_TYPED_TEST_SUITE_P(Channel, FeatureContract, Setup);

class Channel : public harness::FeatureTest<ChannelServer> {
 protected:
  // Which connection a call over `channel` takes.
  std::string ConnectionOf(const std::shared_ptr<grpc::Channel>& channel) {
    EXPECT_EQ(ChannelClient(channel).SayHello("Bo").value_or(""), "Hello, Bo!");
    return Said();
  }

  std::shared_ptr<grpc::Channel> ChannelWith(
      const grpc::ChannelArguments& arguments) {
    return grpc::CreateCustomChannel(
        server_->address(), grpc::InsecureChannelCredentials(), arguments);
  }
};

TEST_F(Channel, ConnectsWithItsFirstCall) {
  const auto channel = harness::ChannelTo(server_->address());
  EXPECT_EQ(channel->GetState(/*try_to_connect=*/false), GRPC_CHANNEL_IDLE);
  EXPECT_THAT(ChannelClient(channel).SayGoodDay("Bo").value_or(""),
              "Good day, Bo!");
  EXPECT_EQ(channel->GetState(/*try_to_connect=*/false), GRPC_CHANNEL_READY);
  EXPECT_EQ(Said(), "Hello: called by \"grpc-c++\" over connection 1");
}

TEST_F(Channel, SharesItsConnectionWithThoseMadeAlike) {
  const auto one = ChannelWith({});
  const auto other = ChannelWith({});
  EXPECT_THAT(ConnectionOf(one), HasSubstr("connection 1"));
  EXPECT_THAT(ConnectionOf(other), HasSubstr("connection 1"));
  EXPECT_THAT(ConnectionOf(one), HasSubstr("connection 1"));
}

TEST_F(Channel, SharesItsConnectionWhateverTheServiceConfig) {
  const auto one = ChannelWith({});
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(R"({"methodConfig": []})");
  const auto other = ChannelWith(arguments);
  EXPECT_THAT(ConnectionOf(one), HasSubstr("connection 1"));
  EXPECT_THAT(ConnectionOf(other), HasSubstr("connection 1"));
}

TEST_F(Channel, OfOtherArgumentsHasAConnectionOfItsOwn) {
  const auto one = ChannelWith({});
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(1000);
  const auto other = ChannelWith(arguments);
  EXPECT_THAT(ConnectionOf(one), HasSubstr("connection 1"));
  EXPECT_THAT(ConnectionOf(other), HasSubstr("connection 2"));
  EXPECT_THAT(ConnectionOf(one), HasSubstr("connection 1"));
}

TEST_F(Channel, OfALocalPoolHasAConnectionOfItsOwn) {
  const auto one = harness::ChannelTo(server_->address());
  const auto other = harness::ChannelTo(server_->address());
  EXPECT_THAT(ConnectionOf(one), HasSubstr("connection 1"));
  EXPECT_THAT(ConnectionOf(other), HasSubstr("connection 2"));
}

TEST_F(Channel, TakesNoReplyOverItsLimit) {
  grpc::ChannelArguments arguments;
  // A tag, a length, and "Hello, Bo!".
  arguments.SetMaxReceiveMessageSize(12);
  ChannelClient client(ChannelWith(arguments));
  EXPECT_EQ(client.SayHello("Bo").value_or(""), "Hello, Bo!");
  EXPECT_THAT(client.SayHello("Ada"),
              harness::HasCode(absl::StatusCode::kResourceExhausted));
}

TEST_F(Channel, FailsItsCallsWhenTheServerIsShutDown) {
  const auto channel = harness::ChannelTo(server_->address());
  ChannelClient client(channel);
  EXPECT_THAT(ConnectionOf(channel), HasSubstr("connection 1"));
  server_->Shutdown(harness::kForever);  // No call is open: it returns at once.
  EXPECT_THAT(client.SayHello("Bo"),
              harness::HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(client.SayGoodDay("Bo"),
              harness::HasCode(absl::StatusCode::kUnavailable));
}

TEST_F(Channel, FailsItsOpenCallWhenTheServerDies) {
  const auto channel = harness::ChannelTo(server_->address());
  EXPECT_THAT(ConnectionOf(channel), HasSubstr("connection 1"));
  harness::SilentCall call(channel, "/helloworld.Greeter/SayHello");
  // The server has it before the next one, which is on the same connection.
  EXPECT_THAT(ConnectionOf(channel), HasSubstr("connection 1"));
  server_.reset();
  EXPECT_FALSE(call.Wait().ok());
}

TEST_F(Channel, IsWatchedFromWhereItWasLastSeen) {
  const auto channel = harness::ChannelTo(server_->address());
  ChannelWatcher watcher(channel);
  EXPECT_THAT(ConnectionOf(channel), HasSubstr("connection 1"));
  // What has passed by now is not known: at most the ends are.
  EXPECT_EQ(
      ChannelPath(watcher.WatchUntil({GRPC_CHANNEL_READY}, harness::kForever)),
      "IDLE -> READY");
  EXPECT_EQ(
      ChannelPath(watcher.WatchUntil({GRPC_CHANNEL_READY}, harness::kForever)),
      "READY");
  server_.reset();
  EXPECT_EQ(
      ChannelPath(watcher.WatchUntil({GRPC_CHANNEL_IDLE}, harness::kForever)),
      "READY -> IDLE");
}

TEST_F(Channel, IsNotWatchedForEver) {
  ChannelWatcher watcher(harness::ChannelTo(server_->address()));
  // Nor is it made to connect.
  EXPECT_THAT(watcher.WatchUntil({GRPC_CHANNEL_READY}, absl::Milliseconds(50)),
              ElementsAre(GRPC_CHANNEL_IDLE));
}

TEST(ChannelPath, LeavesOutWhatMayGoUnseen) {
  EXPECT_EQ(ChannelPath({GRPC_CHANNEL_IDLE, GRPC_CHANNEL_CONNECTING,
                         GRPC_CHANNEL_TRANSIENT_FAILURE}),
            "IDLE -> TRANSIENT_FAILURE");
}

TEST(ChannelStateName, IsThatOfTheConstant) {
  EXPECT_EQ(ChannelStateName(GRPC_CHANNEL_CONNECTING), "CONNECTING");
  EXPECT_EQ(ChannelStateName(GRPC_CHANNEL_SHUTDOWN), "SHUTDOWN");
  EXPECT_EQ(ChannelStateName(static_cast<grpc_connectivity_state>(7)),
            "state 7");
}

TEST(ChannelCallLog, ForgetsTheOldestConnection) {
  support::Journal journal;
  ChannelCallLog log(journal);
  const int most = ChannelCallLog::kMostConnections;
  for (int i = 1; i <= most + 1; ++i) {
    log.Write("Greeter", absl::StrCat("peer ", i), {});
    EXPECT_EQ(journal.Next(),
              absl::StrCat("Greeter: called by somebody over connection ", i));
  }
  log.Write("Greeter", "peer 2", {});
  EXPECT_EQ(journal.Next(), "Greeter: called by somebody over connection 2");
  log.Write("Greeter", "peer 1", {});
  EXPECT_EQ(journal.Next(), absl::StrCat("Greeter: called by somebody over "
                                         "connection ",
                                         most + 2));
}

TEST(ChannelCallLog, QuotesWhatAStrangerSaysOfItself) {
  support::Journal journal;
  ChannelCallLog log(journal);
  log.Write("Hello", "peer", {{"user-agent", "a\nb"}});
  EXPECT_EQ(journal.Next(), "Hello: called by \"a\\nb\" over connection 1");
}

TEST(ChannelStory, ComesOutAsWantedAndTheSameEachTime) {
  harness::ExpectTheSameTwice(TellChannel);
}

TEST(ChannelStory, FailsIfThereIsNoPort) {
  EXPECT_THAT(harness::OutcomeWithoutAPort(TellChannel),
              HasSubstr("step 1, server: RESOURCE_EXHAUSTED"));
}

TEST(ChannelStory, FailsIfTheServerDoesNotStart) {
  support::Journal journal;
  const auto taken =
      harness::MustStart(ChannelServer::Start("127.0.0.1:0", journal));
  std::ostringstream out;
  support::Story story(out, &journal);
  TellChannelRestart(taken->address(), journal, story);
  EXPECT_THAT(std::string(story.Outcome().message()),
              HasSubstr("step 1, server: UNAVAILABLE: cannot listen on"));
}

TEST(ChannelStory, NoticesAServerThatDoesOtherwise) {
  harness::HastyGreeter hasty;  // And no other service beside it.
  const harness::Told told = harness::StoryWith(hasty, CallChannel);
  EXPECT_EQ(told.outcome,
            absl::FailedPreconditionError(
                "step 3, client: OK \"\" (wanted OK \"Hello, Ada!\"); and 4 "
                "more"));
}

}  // namespace
