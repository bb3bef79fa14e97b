// SPDX-License-Identifier: Apache-2.0

#include "termination.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "cable.h"
#include "gmock/gmock.h"
#include "hello.grpc.pb.h"
#include "support/story.h"
#include "termination_client.h"
#include "termination_server.h"
#include "tests/feature_contract.h"
#include "tests/feature_harness.h"
#include "tests/harness.h"
#include "tests/hasty_hello.h"

namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

using Setup = FeatureSetup<TerminationServer, TellTermination>;

INSTANTIATE_TYPED_TEST_SUITE_P(Termination, FeatureContract, Setup);

hello::HelloRequest Request(const std::string& name) {
  hello::HelloRequest request;
  request.set_name(name);
  return request;
}

class Termination : public harness::FeatureTest<TerminationServer> {
 protected:
  TerminationClient client_{channel_};
  hello::Hello::Stub stub_{channel_};
};

TEST_F(Termination, ACancelledCallHasSucceededForItsServer) {
  EXPECT_THAT(client_.CancelAfterTheLastReply(),
              harness::HasCode(absl::StatusCode::kCancelled));
  EXPECT_THAT(SaidAtTheEnd(), ElementsAre("parrotHello: OK"));
}

TEST_F(Termination, ACallThatIsTooLateHasSucceededForItsServer) {
  // So that the call reaches the server in time.
  ASSERT_TRUE(channel_->WaitForConnected(
      absl::ToChronoTime(absl::Now() + harness::kForever)));
  EXPECT_THAT(client_.Hello(absl::Milliseconds(500)),
              harness::HasCode(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(SaidAtTheEnd(), ElementsAre("hello: OK, nobody waits"));
}

TEST_F(Termination, AServerThatHasHeardEnoughSucceeds) {
  EXPECT_EQ(client_.GreetWithoutEnd("Ada").value_or(""), "Hello to 2!");
  EXPECT_THAT(SaidAtTheEnd(), ElementsAre("clientHello: OK"));
}

TEST_F(Termination, AServerThatHasHeardOneGreetingAndNoMoreSucceeds) {
  harness::Context context;
  hello::DelayedReply reply;
  const auto writer = stub_.clientHello(&context, &reply);
  EXPECT_TRUE(writer->Write(Request("Ada")));
  EXPECT_TRUE(writer->WritesDone());
  EXPECT_THAT(writer->Finish(), harness::HasCode(absl::StatusCode::kOk));
  EXPECT_EQ(reply.message(), "Hello to 1!");
  EXPECT_THAT(SaidAtTheEnd(), ElementsAre("clientHello: OK"));
}

TEST_F(Termination, ANameThatIsEmptyIsRefusedAtOnce) {
  EXPECT_EQ(client_.GreetWithoutEnd("").status(),
            absl::InvalidArgumentError(
                "clientHello: name \"\": wanted one that is not empty"));
  EXPECT_THAT(SaidAtTheEnd(), ElementsAre("clientHello: INVALID_ARGUMENT"));
}

TEST_F(Termination, AServerThatHasSaidAllNeedsNoHalfClose) {
  EXPECT_EQ(client_.ReadWithoutHalfClose().value_or(""), "Hello!");
  EXPECT_THAT(SaidAtTheEnd(), ElementsAre("biHello: OK"));
}

TEST_F(Termination, AfterTheLastReplyNothingCanBeWritten) {
  harness::Context context;
  const auto stream = stub_.biHello(&context);
  ASSERT_TRUE(stream->Write(Request("Ada")));
  hello::HelloReply reply;
  while (stream->Read(&reply)) {
  }
  EXPECT_FALSE(stream->Write(Request("Bo")));
  EXPECT_THAT(stream->Finish(), harness::HasCode(absl::StatusCode::kOk));
}

TEST_F(Termination, AConversationMayEndWithoutAGreeting) {
  harness::Context context;
  const auto stream = stub_.biHello(&context);
  EXPECT_TRUE(stream->WritesDone());
  EXPECT_THAT(stream->Finish(), harness::HasCode(absl::StatusCode::kOk));
  EXPECT_THAT(SaidAtTheEnd(), ElementsAre("biHello: OK"));
}

TEST_F(Termination, AConversationMayBeCancelledBeforeAGreeting) {
  harness::Context context;
  const auto stream = stub_.biHello(&context);
  // A later call of the same connection is over: the server knows of this one.
  EXPECT_THAT(client_.CancelAfterTheLastReply(),
              harness::HasCode(absl::StatusCode::kCancelled));
  EXPECT_EQ(Said(), "parrotHello: OK");
  context.TryCancel();
  EXPECT_THAT(stream->Finish(), harness::HasCode(absl::StatusCode::kCancelled));
  EXPECT_THAT(SaidAtTheEnd(), ElementsAre("biHello: CANCELLED, nobody waits"));
}

TEST_F(Termination, ALostConnectionIsUnavailableHereAndCancelledThere) {
  const auto cable =
      harness::MustStart(TerminationCable::To(server_->address()));
  EXPECT_THAT(GreetAndCut(*cable),
              harness::HasCode(absl::StatusCode::kUnavailable));
  EXPECT_EQ(Said(), "clientHello: CANCELLED, nobody waits");
  // Other connections are not lost.
  EXPECT_EQ(client_.GreetWithoutEnd("Ada").value_or(""), "Hello to 2!");
  EXPECT_THAT(SaidAtTheEnd(), ElementsAre("clientHello: OK"));
}

TEST_F(Termination, TheServersDeathEndsItsCallsForBothSides) {
  harness::Context chat_context;
  const auto chat = stub_.biHello(&chat_context);
  harness::Context context;
  hello::DelayedReply reply;
  const auto writer = stub_.clientHello(&context, &reply);
  writer->WaitForInitialMetadata();
  server_.reset();
  EXPECT_FALSE(chat->Finish().ok());
  EXPECT_FALSE(writer->Finish().ok());
  EXPECT_THAT((std::vector<std::string>{Said(), Said()}),
              UnorderedElementsAre("biHello: CANCELLED, nobody waits",
                                   "clientHello: CANCELLED, nobody waits"));
}

using TerminationCrowd = harness::CrowdedTest<Termination>;

TEST_F(TerminationCrowd, IsAllThatTheServerTakes) {
  Open(TerminationService::kMostCalls);
  const auto refused = [](const std::string& call) {
    return absl::ResourceExhaustedError(call +
                                        ": wanted no more than 100 open calls");
  };
  EXPECT_EQ(client_.Hello(harness::kForever).status(), refused("hello"));
  EXPECT_EQ(Said(), "hello: RESOURCE_EXHAUSTED");
  EXPECT_EQ(client_.GreetWithoutEnd("Ada").status(), refused("clientHello"));
  EXPECT_EQ(Said(), "clientHello: RESOURCE_EXHAUSTED");
  EXPECT_EQ(client_.ReadWithoutHalfClose().status(), refused("biHello"));
  EXPECT_EQ(Said(), "biHello: RESOURCE_EXHAUSTED");
  // Is answered at once, and never waits.
  EXPECT_THAT(client_.CancelAfterTheLastReply(),
              harness::HasCode(absl::StatusCode::kCancelled));
  EXPECT_EQ(Said(), "parrotHello: OK");
  EndAll("clientHello: CANCELLED, nobody waits");
}

TEST_F(TerminationCrowd, IsJoinedByOneMoreWhenOneHasGone) {
  Open(TerminationService::kMostCalls - 1);
  for (int i = 0; i < 2; ++i) {
    harness::SilentCall call(channel_, "/hello.Hello/hello", "");
    // A later call of the same connection: the server knows of the first one.
    EXPECT_THAT(client_.CancelAfterTheLastReply(),
                harness::HasCode(absl::StatusCode::kCancelled));
    EXPECT_EQ(Said(), "parrotHello: OK");
    call.Cancel();
    EXPECT_FALSE(call.Wait().ok());
    EXPECT_EQ(Said(), "hello: OK, nobody waits");
    EXPECT_EQ(client_.GreetWithoutEnd("Ada").value_or(""), "Hello to 2!");
    EXPECT_EQ(Said(), "clientHello: OK");
    EXPECT_FALSE(client_.GreetWithoutEnd("").ok());
    EXPECT_EQ(Said(), "clientHello: INVALID_ARGUMENT");
    EXPECT_EQ(client_.ReadWithoutHalfClose().value_or(""), "Hello!");
    EXPECT_EQ(Said(), "biHello: OK");
  }
  EndAll("clientHello: CANCELLED, nobody waits");
}

TEST_F(TerminationCrowd, IsNotDisturbedIfARefusedCallIsCancelledAsWell) {
  Open(TerminationService::kMostCalls);
  for (int i = 0; i < 200; ++i) {
    harness::SilentCall call(channel_, "/hello.Hello/hello", "");
    if (i % 2 == 0) std::this_thread::yield();
    call.Cancel();
    EXPECT_FALSE(call.Wait().ok());
  }
  for (const auto& call : crowd_) {
    call->Cancel();
    EXPECT_THAT(call->Wait(), harness::HasCode(absl::StatusCode::kCancelled));
  }
}

TEST(TerminationCable, HasNoEndWhereNobodyServes) {
  for (const std::string& target :
       {harness::DeadAddress(), std::string("localhost"), std::string()}) {
    EXPECT_EQ(TerminationCable::To(target).status(),
              absl::UnavailableError("cannot connect to " + target +
                                     ": wanted HOST:PORT of a server"));
  }
}

TEST(TerminationClient, SaysThatItWasCutShort) {
  harness::HastyHello hasty;
  const harness::FakeServer server(hasty);
  TerminationClient client(harness::ChannelTo(server.address()));
  // Whether a write fails depends on when the end of the call arrives.
  const auto reply = client.ReadWithoutHalfClose();
  if (reply.ok()) {
    EXPECT_EQ(*reply, "");
  } else {
    EXPECT_EQ(reply.status(),
              absl::AbortedError("biHello: ended before all was sent"));
  }
}

TEST(TerminationStory, NoticesThatThereWasNoConnectionToLose) {
  const harness::Told told =
      harness::StoryAt(harness::DeadAddress(), TellTermination);
  EXPECT_THAT(told.text, testing::HasSubstr("cable: UNAVAILABLE: cannot"));
}

TEST(TerminationStory, NoticesAServerThatDoesOtherwise) {
  harness::HastyHello hasty;
  const harness::Told told = harness::StoryWith(hasty, TellTermination);
  EXPECT_THAT(told.outcome,
              harness::HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(told.outcome.message()),
              testing::StartsWith("step 2, client: OK \"\" (wanted "
                                  "DEADLINE_EXCEEDED); and "));
  EXPECT_THAT(told.text,
              testing::HasSubstr("client: OK \"\" (wanted INVALID_ARGUMENT"));
}

}  // namespace
