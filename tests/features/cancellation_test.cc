// SPDX-License-Identifier: Apache-2.0

#include "cancellation.h"

#include <algorithm>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "cancellation_client.h"
#include "cancellation_server.h"
#include "gmock/gmock.h"
#include "hello.grpc.pb.h"
#include "support/story.h"
#include "tests/feature_contract.h"
#include "tests/feature_harness.h"
#include "tests/harness.h"
#include "tests/hasty_hello.h"

namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

using Setup = FeatureSetup<CancellationServer, TellCancellation>;

INSTANTIATE_TYPED_TEST_SUITE_P(Cancellation, FeatureContract, Setup);

hello::HelloRequest Request(const std::string& name) {
  hello::HelloRequest request;
  request.set_name(name);
  return request;
}

// A call of hello that somebody else may end.
class Hello final : public grpc::ClientUnaryReactor {
 public:
  explicit Hello(hello::Hello::Stub& stub) {
    stub.async()->hello(&context_, &request_, &reply_, this);
    StartCall();
  }
  void WaitUntilAtWork() { at_work_.get_future().wait(); }
  void Cancel() { context_.TryCancel(); }
  grpc::Status Wait() { return done_.get_future().get(); }

 private:
  void OnReadInitialMetadataDone(bool /*ok*/) override { at_work_.set_value(); }
  void OnDone(const grpc::Status& status) override { done_.set_value(status); }

  harness::Context context_;
  const hello::HelloRequest request_;
  hello::HelloReply reply_;
  std::promise<void> at_work_;
  std::promise<grpc::Status> done_;
};

class Cancellation : public harness::FeatureTest<CancellationServer> {
 protected:
  CancellationClient client_{channel_};
  hello::Hello::Stub stub_{channel_};
};

TEST_F(Cancellation, OfAUnaryCallIsToldByOnCancel) {
  EXPECT_THAT(client_.CancelHello(),
              harness::HasCode(absl::StatusCode::kCancelled));
  EXPECT_THAT(SaidAtTheEnd(), ElementsAre("hello: OnCancel"));
}

TEST_F(Cancellation, OfAServerStreamMakesAWriteFail) {
  EXPECT_THAT(client_.CancelParrotHello(),
              harness::HasCode(absl::StatusCode::kCancelled));
  EXPECT_THAT(SaidAtTheEnd(), ElementsAre("parrotHello: a write failed"));
}

TEST_F(Cancellation, OfAClientStreamMakesAReadFail) {
  EXPECT_THAT(client_.CancelClientHello(),
              harness::HasCode(absl::StatusCode::kCancelled));
  EXPECT_THAT(SaidAtTheEnd(),
              ElementsAre("clientHello: no more requests, cancelled"));
}

TEST_F(Cancellation, OfABidiStreamMakesAReadFailAndIsToldByOnCancel) {
  EXPECT_THAT(client_.CancelBiHello(),
              harness::HasCode(absl::StatusCode::kCancelled));
  EXPECT_THAT(SaidAtTheEnd(),
              UnorderedElementsAre("biHello: OnCancel",
                                   "biHello: no more requests, cancelled"));
}

TEST_F(Cancellation, OfABidiStreamMakesAWriteFailThatIsUnderWay) {
  // Nobody reads, so that no more of the reply is sent than a window.
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 1024);
  hello::Hello::Stub stub(grpc::CreateCustomChannel(
      server_->address(), grpc::InsecureChannelCredentials(), arguments));
  harness::Context context;
  const auto stream = stub.biHello(&context);
  ASSERT_TRUE(stream->Write(Request(std::string(4'000'000, 'a'))));
  stream->WaitForInitialMetadata();  // Comes with the reply's first bytes.
  context.TryCancel();
  EXPECT_THAT(stream->Finish(), harness::HasCode(absl::StatusCode::kCancelled));
  EXPECT_THAT(SaidAtTheEnd(), UnorderedElementsAre("biHello: OnCancel",
                                                   "biHello: a write failed"));
}

TEST_F(Cancellation, IsNotWhatAHalfCloseIs) {
  EXPECT_EQ(client_.HalfCloseClientHello().value_or(""), "Hello to all 2!");
  EXPECT_THAT(SaidAtTheEnd(),
              ElementsAre("clientHello: no more requests, answers"));
}

TEST_F(Cancellation, OfACallThatIsOverChangesNothing) {
  EXPECT_EQ(client_.CancelBiHelloTooLate().value_or(""), "Hello, Ada!");
  EXPECT_THAT(SaidAtTheEnd(),
              ElementsAre("biHello: no more requests, half-closed"));
}

TEST_F(Cancellation, OfOneCallLeavesTheOthersAlone) {
  Hello other(stub_);
  other.WaitUntilAtWork();
  EXPECT_THAT(client_.CancelHello(),
              harness::HasCode(absl::StatusCode::kCancelled));
  EXPECT_EQ(Said(), "hello: OnCancel");
  EXPECT_EQ(client_.HalfCloseClientHello().value_or(""), "Hello to all 2!");
  EXPECT_EQ(Said(), "clientHello: no more requests, answers");
  other.Cancel();
  EXPECT_THAT(other.Wait(), harness::HasCode(absl::StatusCode::kCancelled));
  EXPECT_THAT(SaidAtTheEnd(), ElementsAre("hello: OnCancel"));
}

TEST_F(Cancellation, MayComeAtAnyMoment) {
  // No more calls than the server takes at once, however slow it is.
  for (int i = 0; i < CancellationService::kMostCalls / 3; ++i) {
    Hello call(stub_);
    call.Cancel();
    EXPECT_THAT(call.Wait(), harness::HasCode(absl::StatusCode::kCancelled));

    harness::Context parrot_context;
    const auto parrot = stub_.parrotHello(&parrot_context, Request("Ada"));
    parrot_context.TryCancel();
    EXPECT_THAT(parrot->Finish(),
                harness::HasCode(absl::StatusCode::kCancelled));

    harness::Context chat_context;
    const auto chat = stub_.biHello(&chat_context);
    // The second request may come before, while, or after the first is
    // answered.
    EXPECT_TRUE(chat->Write(Request("Ada")));
    EXPECT_TRUE(chat->Write(Request("Bo")));
    chat_context.TryCancel();
    EXPECT_THAT(chat->Finish(), harness::HasCode(absl::StatusCode::kCancelled));
  }
  SaidAtTheEnd();  // Returns: the server has ended each call.
}

using CancellationCrowd = harness::CrowdedTest<Cancellation>;

TEST_F(CancellationCrowd, IsAllThatTheServerTakes) {
  Open(CancellationService::kMostCalls);
  const auto refused = [](const std::string& call) {
    return absl::ResourceExhaustedError(call +
                                        ": wanted no more than 100 open calls");
  };
  harness::Context context;
  hello::HelloReply reply;
  const grpc::Status status = stub_.hello(&context, Request("Ada"), &reply);
  EXPECT_THAT(status, harness::HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(status.error_message(), "wanted no more than 100 open calls");
  EXPECT_EQ(client_.CancelParrotHello(), refused("parrotHello"));
  EXPECT_EQ(client_.HalfCloseClientHello().status(), refused("clientHello"));
  EXPECT_EQ(client_.CancelBiHelloTooLate().status(), refused("biHello"));
  EndAll("clientHello: no more requests, cancelled");
}

TEST_F(CancellationCrowd, IsJoinedByOneMoreWhenOneHasGone) {
  Open(CancellationService::kMostCalls - 1);
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(client_.CancelHello(),
                harness::HasCode(absl::StatusCode::kCancelled));
    EXPECT_EQ(Said(), "hello: OnCancel");
    EXPECT_THAT(client_.CancelParrotHello(),
                harness::HasCode(absl::StatusCode::kCancelled));
    EXPECT_EQ(Said(), "parrotHello: a write failed");
    EXPECT_THAT(client_.CancelClientHello(),
                harness::HasCode(absl::StatusCode::kCancelled));
    EXPECT_EQ(Said(), "clientHello: no more requests, cancelled");
    EXPECT_EQ(client_.HalfCloseClientHello().value_or(""), "Hello to all 2!");
    EXPECT_EQ(Said(), "clientHello: no more requests, answers");
    EXPECT_THAT(client_.CancelBiHello(),
                harness::HasCode(absl::StatusCode::kCancelled));
    EXPECT_THAT((std::vector<std::string>{Said(), Said()}),
                UnorderedElementsAre("biHello: OnCancel",
                                     "biHello: no more requests, cancelled"));
    EXPECT_EQ(client_.CancelBiHelloTooLate().value_or(""), "Hello, Ada!");
    EXPECT_EQ(Said(), "biHello: no more requests, half-closed");
  }
  EndAll("clientHello: no more requests, cancelled");
}

TEST_F(CancellationCrowd, IsNotDisturbedIfARefusedCallIsCancelledAsWell) {
  Open(CancellationService::kMostCalls);
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
  // One that the server hears of late finds room, and is cancelled there.
  const std::vector<std::string> said = SaidAtTheEnd();
  EXPECT_EQ(std::count(said.begin(), said.end(),
                       "clientHello: no more requests, cancelled"),
            CancellationService::kMostCalls);
}

TEST_F(Cancellation, IsWhatTheServersShutdownDoesToOpenCalls) {
  Hello unary(stub_);
  unary.WaitUntilAtWork();
  hello::HelloReply reply;
  harness::Context parrot_context;
  const auto parrot = stub_.parrotHello(&parrot_context, Request("Ada"));
  ASSERT_TRUE(parrot->Read(&reply));
  hello::DelayedReply delayed;
  harness::Context client_stream_context;
  const auto writer = stub_.clientHello(&client_stream_context, &delayed);
  writer->WaitForInitialMetadata();
  harness::Context chat_context;
  const auto chat = stub_.biHello(&chat_context);
  ASSERT_TRUE(chat->Write(Request("Ada")));
  ASSERT_TRUE(chat->Read(&reply));

  server_->Shutdown(absl::ZeroDuration());

  EXPECT_FALSE(unary.Wait().ok());
  while (parrot->Read(&reply)) {
  }
  EXPECT_FALSE(parrot->Finish().ok());
  EXPECT_FALSE(writer->Finish().ok());
  EXPECT_FALSE(chat->Finish().ok());
  EXPECT_THAT(SaidAtTheEnd(),
              UnorderedElementsAre(
                  "hello: OnCancel", "parrotHello: a write failed",
                  "clientHello: no more requests, cancelled",
                  "biHello: OnCancel", "biHello: no more requests, cancelled"));
}

TEST_F(Cancellation, IsWhatTheServersDeathDoesToOpenCalls) {
  Hello unary(stub_);
  unary.WaitUntilAtWork();
  server_.reset();
  EXPECT_FALSE(unary.Wait().ok());
  EXPECT_EQ(Said(), "hello: OnCancel");
}

class HastyServer : public testing::Test {
 protected:
  harness::HastyHello hasty_;
  const harness::FakeServer server_{hasty_};
  CancellationClient client_{harness::ChannelTo(server_.address())};
};

TEST_F(HastyServer, HasItsStatusIfNothingCameToCancel) {
  EXPECT_EQ(client_.CancelParrotHello(), absl::OkStatus());
  EXPECT_EQ(client_.CancelBiHello(), absl::OkStatus());
}

TEST_F(HastyServer, IsNoticedByTheClientThatWantsAnAnswer) {
  EXPECT_EQ(client_.CancelBiHelloTooLate().status(),
            absl::AbortedError("biHello: ended without an answer"));
}

TEST_F(HastyServer, IsNoticedByTheClientThatHasMoreToSay) {
  // Whether a write fails depends on when the end of the call arrives.
  const auto reply = client_.HalfCloseClientHello();
  if (reply.ok()) {
    EXPECT_EQ(*reply, "");
  } else {
    EXPECT_EQ(reply.status(),
              absl::AbortedError("clientHello: ended before all was sent"));
  }
}

TEST_F(HastyServer, IsNoticedByTheStory) {
  const harness::Told told =
      harness::StoryAt(server_.address(), TellCancellation);
  EXPECT_THAT(told.outcome,
              harness::HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(told.text, testing::HasSubstr("client: OK (wanted CANCELLED)"));
}

}  // namespace
