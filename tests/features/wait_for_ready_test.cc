// SPDX-License-Identifier: Apache-2.0

#include "wait_for_ready.h"

#include <future>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "helloworld.grpc.pb.h"
#include "support/held_port.h"
#include "support/journal.h"
#include "support/story.h"
#include "tests/feature_contract.h"
#include "tests/feature_harness.h"
#include "tests/harness.h"
#include "tests/hasty_greeter.h"
#include "wait_for_ready_channel.h"
#include "wait_for_ready_client.h"
#include "wait_for_ready_held_call.h"
#include "wait_for_ready_server.h"

namespace {

using harness::HasCode;

// For what must not come within it. It may pass without harm.
constexpr absl::Duration kMoment = absl::Milliseconds(50);

struct Setup {
  using Server = WaitForReadyServer;
  static void Tell(const std::string& target, support::Story& story) {
    // Who waits for nobody need not wait long.
    CallWaitForReady(
        target, target == harness::DeadAddress() ? kMoment : harness::kForever,
        story);
  }
};

INSTANTIATE_TYPED_TEST_SUITE_P(WaitForReady, FeatureContract, Setup);

TEST(WaitForReadyWithoutAServer, ACallFailsAtOnceUnlessItWaits) {
  WaitForReadyClient client(FailFastChannelTo(harness::DeadAddress()));
  for (const std::optional<bool> no : {std::optional<bool>(), {false}}) {
    EXPECT_THAT(client.SayHello("Bo", no, harness::kForever),
                HasCode(absl::StatusCode::kUnavailable));
    EXPECT_THAT(client.SayHelloAgain("Bo", no, harness::kForever),
                HasCode(absl::StatusCode::kUnavailable));
  }
  EXPECT_THAT(client.SayHello("Bo", true, kMoment),
              HasCode(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(client.SayHelloAgain("Bo", true, kMoment),
              HasCode(absl::StatusCode::kDeadlineExceeded));
}

TEST(WaitForReadyWithoutAServer, TheServiceConfigDecidesForThoseThatDoNot) {
  WaitForReadyClient client(WaitingChannelTo(harness::DeadAddress()));
  EXPECT_THAT(client.SayHello("Bo", std::nullopt, kMoment),
              HasCode(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(client.SayHello("Bo", false, harness::kForever),
              HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(client.SayHelloAgain("Bo", std::nullopt, harness::kForever),
              HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(client.SayHelloAgain("Bo", true, kMoment),
              HasCode(absl::StatusCode::kDeadlineExceeded));
}

TEST(WaitForReadyWithoutAServer, ACallWaitsForAHostThatIsNotFound) {
  WaitForReadyClient client(FailFastChannelTo("dns:///no-host.invalid:1"));
  EXPECT_THAT(client.SayHello("Bo", true, kMoment),
              HasCode(absl::StatusCode::kDeadlineExceeded));
}

TEST(WaitForReadyWithoutAServer, ACallWaitsForAServerThatIsToCome) {
  support::Journal journal;
  const auto port = harness::MustStart(support::HeldPort::Pick());
  const auto channel = WaitingChannelTo(port->address());
  auto reply = std::async(std::launch::async, [&channel] {
    return WaitForReadyClient(channel).SayHello("Bo", std::nullopt,
                                                harness::kForever);
  });
  EXPECT_TRUE(FailsToConnect(*channel, harness::kForever));
  const auto server =
      harness::MustStart(WaitForReadyServer::Start(port->address(), journal));
  EXPECT_EQ(reply.get().value_or(""), "Hello, Bo!");
}

// A call of SayHelloAgain, which ends when it is cancelled.
class HeldCall {
 public:
  explicit HeldCall(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(channel) {
    stub_.async()->SayHelloAgain(
        &context_, &request_, &reply_,
        [this](grpc::Status status) { done_.set_value(std::move(status)); });
  }

  void Cancel() { context_.TryCancel(); }

  // How the call has ended. Must be called.
  grpc::Status Wait() { return done_.get_future().get(); }

 private:
  harness::Context context_;
  helloworld::Greeter::Stub stub_;
  helloworld::HelloRequest request_;
  helloworld::HelloReply reply_;
  std::promise<grpc::Status> done_;
};

class WaitForReady : public harness::FeatureTest<WaitForReadyServer> {
 protected:
};

TEST_F(WaitForReady, MakesNoDifferenceWhereAServerIs) {
  for (const auto& channel : {FailFastChannelTo(server_->address()),
                              WaitingChannelTo(server_->address())}) {
    WaitForReadyClient client(channel);
    for (const std::optional<bool> wait :
         {std::optional<bool>(), {false}, {true}}) {
      EXPECT_EQ(client.SayHello("Bo", wait, harness::kForever).value_or(""),
                "Hello, Bo!");
      EXPECT_EQ(Said(), "SayHello: answers");
    }
  }
}

TEST_F(WaitForReady, DoesNotSaveACallThatHasBegun) {
  auto reply = std::async(std::launch::async, [this] {
    return WaitForReadyClient(channel_).SayHelloAgain("Bo", true,
                                                      harness::kForever);
  });
  EXPECT_EQ(Said(), "SayHelloAgain: begins");
  server_->Shutdown(kMoment);
  EXPECT_THAT(reply.get(), HasCode(absl::StatusCode::kUnavailable));
  EXPECT_EQ(Said(), "SayHelloAgain: cancelled");
}

TEST_F(WaitForReady, AnOpenCallIsCancelledWithTheServer) {
  HeldCall call(channel_);
  EXPECT_EQ(Said(), "SayHelloAgain: begins");
  server_.reset();
  EXPECT_THAT(call.Wait(), HasCode(absl::StatusCode::kUnavailable));
  EXPECT_EQ(Said(), "SayHelloAgain: cancelled");
}

TEST_F(WaitForReady, AnOpenCallEndsWithItsClient) {
  HeldCall call(channel_);
  EXPECT_EQ(Said(), "SayHelloAgain: begins");
  call.Cancel();
  EXPECT_THAT(call.Wait(), HasCode(absl::StatusCode::kCancelled));
  EXPECT_EQ(Said(), "SayHelloAgain: cancelled");
}

TEST_F(WaitForReady, OnlySoManyCallsAreHeld) {
  std::vector<std::unique_ptr<HeldCall>> calls;
  for (int i = 0; i < WaitForReadyHeldCall::kMostOpenCalls; ++i) {
    calls.push_back(std::make_unique<HeldCall>(channel_));
    EXPECT_EQ(Said(), "SayHelloAgain: begins");
  }
  WaitForReadyClient client(channel_);
  EXPECT_EQ(
      client.SayHelloAgain("Bo", std::nullopt, harness::kForever).status(),
      absl::ResourceExhaustedError(
          "SayHelloAgain: wanted no more than 256 open calls"));

  calls.front()->Cancel();
  EXPECT_EQ(Said(), "SayHelloAgain: cancelled");
  HeldCall one_more(channel_);
  EXPECT_EQ(Said(), "SayHelloAgain: begins");
  server_.reset();
  for (const auto& call : calls) EXPECT_FALSE(call->Wait().ok());
  EXPECT_FALSE(one_more.Wait().ok());
}

TEST_F(WaitForReady, AChannelThatConnectsDoesNotFailTo) {
  EXPECT_FALSE(FailsToConnect(*channel_, kMoment));  // Nobody has it connect.
  WaitForReadyClient client(channel_);
  EXPECT_TRUE(client.SayHello("Bo", false, harness::kForever).ok());
  EXPECT_FALSE(FailsToConnect(*channel_, harness::kForever));
}

TEST(WaitForReadyStory, ComesOutAsWantedAndTheSameEachTime) {
  harness::ExpectTheSameTwice(TellWaitForReady);
}

TEST(WaitForReadyStory, MayBeginBeforeTheServerOfAnotherTerminal) {
  support::Journal journal;
  const auto port = harness::MustStart(support::HeldPort::Pick());
  std::ostringstream out;
  support::Story story(out, /*journal=*/nullptr);
  auto calls = std::async(std::launch::async, [&] {
    CallWaitForReady(port->address(), harness::kForever, story);
  });
  const auto server =
      harness::MustStart(WaitForReadyServer::Start(port->address(), journal));
  calls.get();
  EXPECT_EQ(story.Outcome(), absl::OkStatus()) << out.str();
}

TEST(WaitForReadyStory, FailsIfThereIsNoPort) {
  EXPECT_THAT(harness::OutcomeWithoutAPort(TellWaitForReady),
              testing::HasSubstr("step 1, server: RESOURCE_EXHAUSTED"));
}

TEST(WaitForReadyStory, NoticesAServerWhereNoneShouldBe) {
  harness::HastyGreeter hasty;
  support::Journal journal;
  const harness::Told told = harness::StoryWith(
      hasty, [&journal](const std::string& address, support::Story& story) {
        TellWaitForReadyAt(address, journal, story);
      });
  // All but that a call waits, or else has been answered, which is a race.
  EXPECT_THAT(
      std::string(told.outcome.message()),
      testing::HasSubstr("step 1, client: OK \"\" (wanted UNAVAILABLE); and "));
  EXPECT_THAT(told.text,
              testing::AllOf(
                  testing::HasSubstr("channel: READY (wanted no connection)"),
                  testing::HasSubstr("server: UNAVAILABLE: cannot listen")));
}

TEST(WaitForReadyStory, NoticesAServerThatDoesOtherwise) {
  harness::HastyGreeter hasty;
  EXPECT_EQ(harness::StoryWith(hasty, Setup::Tell).outcome,
            absl::FailedPreconditionError(
                "step 1, client: OK \"\" (wanted OK \"Hello, Ada!\"); and 1 "
                "more"));
}

}  // namespace
