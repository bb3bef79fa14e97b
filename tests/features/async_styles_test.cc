// SPDX-License-Identifier: Apache-2.0

#include "async_styles.h"

#include <future>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "async_styles_client.h"
#include "async_styles_server.h"
#include "crowd.h"
#include "gmock/gmock.h"
#include "helloworld.grpc.pb.h"
#include "styles.h"
#include "support/journal.h"
#include "support/story.h"
#include "tests/feature_contract.h"
#include "tests/feature_harness.h"
#include "tests/harness.h"
#include "tests/hasty_greeter.h"
#include "thread_count.h"

namespace {

struct Setup {
  using Server = AsyncStylesServer;
  static void Tell(const std::string& target, support::Story& story) {
    TellAsyncStyles(target, story);
  }
};

INSTANTIATE_TYPED_TEST_SUITE_P(AsyncStyles, FeatureContract, Setup);

// Answers at once, but each tenth call with RESOURCE_EXHAUSTED.
class Choosy final : public helloworld::Greeter::CallbackService {
  grpc::ServerUnaryReactor* SayHello(grpc::CallbackServerContext* context,
                                     const helloworld::HelloRequest* request,
                                     helloworld::HelloReply* reply) override {
    auto* const reactor = context->DefaultReactor();
    reply->set_message(absl::StrCat("Hello, ", request->name(), "!"));
    reactor->Finish(
        absl::EndsWith(request->name(), "0")
            ? grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, "no room")
            : grpc::Status::OK);
    return reactor;
  }
};

// Answers OK with bytes that are no HelloReply.
class Garbled final
    : public helloworld::Greeter::WithRawCallbackMethod_SayHello<
          helloworld::Greeter::Service> {
  grpc::ServerUnaryReactor* SayHello(grpc::CallbackServerContext* context,
                                     const grpc::ByteBuffer* /*request*/,
                                     grpc::ByteBuffer* reply) override {
    auto* const reactor = context->DefaultReactor();
    const grpc::Slice slice("\xff");
    *reply = grpc::ByteBuffer(&slice, 1);
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

// Each style, called as a program would call it that counts no threads.
struct NamedStyle {
  std::string name;
  Style* style;
};
// For the name of a test.
void PrintTo(const NamedStyle& style, std::ostream* out) { *out << style.name; }

class AsyncStyle : public testing::TestWithParam<NamedStyle> {
 protected:
  // Each time over a channel that is gone as soon as the style returns.
  static Outcomes Calls(const std::string& address, int calls,
                        absl::Duration timeout = harness::kForever) {
    ThreadCount threads;
    helloworld::Greeter::Stub stub(harness::ChannelTo(address));
    return GetParam().style(stub, {.id = "test",
                                   .calls = calls,
                                   .deadline = absl::Now() + timeout,
                                   .threads = threads});
  }

  support::Journal journal_;
};

TEST_P(AsyncStyle, MakesAllCallsAtOnce) {
  const auto server =
      harness::MustStart(AsyncStylesServer::Start("127.0.0.1:0", journal_));
  constexpr int kCalls = WaitingRoom::kCrowd;
  EXPECT_EQ(Summary(Calls(server->address(), kCalls)), "100 OK");
  EXPECT_EQ(journal_.Next(), "100 calls open at once: answers them all");
}

TEST_P(AsyncStyle, CanMakeASingleCall) {
  Choosy choosy;
  const harness::FakeServer server(choosy);
  EXPECT_EQ(Summary(Calls(server.address(), 1)),
            "1 RESOURCE_EXHAUSTED (SayHello: no room)");
}

TEST_P(AsyncStyle, TellsTheCallsThatFailedFromThoseThatDidNot) {
  Choosy choosy;
  const harness::FakeServer server(choosy);
  const Outcomes outcomes = Calls(server.address(), 100);
  EXPECT_EQ(Summary(outcomes),
            "90 OK, 10 RESOURCE_EXHAUSTED (SayHello: no room)");
  EXPECT_THAT(outcomes[90],
              harness::HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(outcomes[91].value_or(""), "Hello, caller 91!");
}

TEST_P(AsyncStyle, NoticesAReplyThatWasMeantForAnother) {
  harness::HastyGreeter mistaken("Hello, Bo!");
  const harness::FakeServer server(mistaken);
  EXPECT_EQ(Summary(Calls(server.address(), 2)),
            "2 INTERNAL (\"Hello, Bo!\": wanted \"Hello, caller 0!\")");
}

TEST_P(AsyncStyle, NoticesAReplyThatCannotBeRead) {
  Garbled garbled;
  const harness::FakeServer server(garbled);
  // Which code that is depends on the style and on the version of gRPC.
  EXPECT_THAT(Summary(Calls(server.address(), 2)),
              testing::AnyOf(testing::StartsWith("2 INTERNAL"),
                             testing::StartsWith("2 UNIMPLEMENTED")));
}

TEST_P(AsyncStyle, DoesNotWaitForCallsThatAreNeverAnswered) {
  const auto server =
      harness::MustStart(AsyncStylesServer::Start("127.0.0.1:0", journal_));
  EXPECT_THAT(Summary(Calls(server->address(), 20, absl::Milliseconds(200))),
              testing::StartsWith("20 DEADLINE_EXCEEDED"));
}

TEST_P(AsyncStyle, FailsWhereNobodyServes) {
  EXPECT_THAT(Summary(Calls(harness::DeadAddress(), 20)),
              testing::StartsWith("20 UNAVAILABLE"));
}

INSTANTIATE_TEST_SUITE_P(
    All, AsyncStyle,
    testing::Values(NamedStyle{"SyncThreads", CallOnThreads},
                    NamedStyle{"Futures", CallWithFutures},
                    NamedStyle{"CompletionQueue", CallWithCompletionQueue},
                    NamedStyle{"Callback", CallWithCallbacks},
                    NamedStyle{"Coroutine", CallWithCoroutines}),
    [](const auto& style) { return style.param.name; });

TEST(CompletionQueue, SaysThatAReplyCannotBeReadWhateverTheStatus) {
  Garbled garbled;
  const harness::FakeServer server(garbled);
  helloworld::Greeter::Stub stub(harness::ChannelTo(server.address()));
  ThreadCount threads;
  EXPECT_EQ(Summary(CallWithCompletionQueue(
                stub, {.id = "test",
                       .calls = 2,
                       .deadline = absl::Now() + harness::kForever,
                       .threads = threads})),
            "2 INTERNAL (SayHello: the reply cannot be read)");
}

// One call, made by hand, that may be cancelled.
class HandCall {
 public:
  // Writes to `ends` how it has ended.
  HandCall(const std::shared_ptr<grpc::Channel>& channel,
           const std::string& crowd, support::Journal& ends)
      : stub_(channel), ends_(ends) {
    context_.AddMetadata("crowd", crowd);
    stub_.async()->SayHello(&context_, &request_, &reply_,
                            [this](grpc::Status status) {
                              ends_.Write(status.error_message());
                              status_.set_value(std::move(status));
                            });
  }

  void Cancel() { context_.TryCancel(); }
  grpc::Status Wait() { return status_.get_future().get(); }

 private:
  harness::Context context_;
  helloworld::Greeter::Stub stub_;
  helloworld::HelloRequest request_;
  helloworld::HelloReply reply_;
  support::Journal& ends_;
  std::promise<grpc::Status> status_;
};

class AsyncStyles : public harness::FeatureTest<AsyncStylesServer> {
 protected:
  support::Journal ends_;
  AsyncStylesClient client_{channel_, harness::kForever};
};

TEST_F(AsyncStyles, ACallOfNoCrowdIsAnsweredAtOnce) {
  EXPECT_EQ(client_.SayHello("Bo").value_or(""), "Hello, Bo!");
  EXPECT_EQ(Said(), "a call that waits for nobody");
}

TEST_F(AsyncStyles, ACrowdDoesNotLetAnotherGo) {
  HandCall other(channel_, "other", ends_);
  EXPECT_EQ(Summary(client_.Run(CallWithCallbacks).outcomes), "100 OK");
  EXPECT_EQ(Said(), "100 calls open at once: answers them all");
  EXPECT_EQ(ends_.Next(absl::ZeroDuration()), std::nullopt);
  other.Cancel();
  EXPECT_THAT(other.Wait(), harness::HasCode(absl::StatusCode::kCancelled));
}

TEST_F(AsyncStyles, TwoClientsAtOnceDoNotMix) {
  AsyncStylesClient second(harness::ChannelTo(server_->address()),
                           harness::kForever);
  AsyncStylesClient::Result result;
  std::thread thread([&] { result = second.Run(CallWithFutures); });
  EXPECT_EQ(Summary(client_.Run(CallWithFutures).outcomes), "100 OK");
  thread.join();
  EXPECT_EQ(Summary(result.outcomes), "100 OK");
}

TEST_F(AsyncStyles, ACrowdWithALongNameIsRefused) {
  HandCall longest(channel_, std::string(CrowdGreeter::kLongestCrowd, 'a'),
                   ends_);
  HandCall call(channel_, std::string(CrowdGreeter::kLongestCrowd + 1, 'a'),
                ends_);
  const grpc::Status status = call.Wait();
  EXPECT_THAT(status, harness::HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(status.error_message(),
            absl::StrCat("metadata crowd \"", std::string(64, 'a'),
                         "...\" (65 bytes): wanted at most 64 bytes"));
  longest.Cancel();
  EXPECT_THAT(longest.Wait(), harness::HasCode(absl::StatusCode::kCancelled));
}

TEST_F(AsyncStyles, OnlySoManyCallsMayWaitAndACancelledOneMakesRoom) {
  // Ten of each crowd, so that none is complete. The server may come to the
  // calls in any order, but it refuses just one.
  std::vector<std::unique_ptr<HandCall>> calls;
  for (size_t i = 0; i <= WaitingRoom::kMostCalls; ++i) {
    calls.push_back(std::make_unique<HandCall>(
        channel_, absl::StrCat("crowd ", i / 10), ends_));
  }
  EXPECT_EQ(ends_.Next(), "wanted no more than 1000 calls that wait");
  for (const auto& call : calls) call->Cancel();
  std::map<grpc::StatusCode, size_t> codes;
  for (const auto& call : calls) ++codes[call->Wait().error_code()];
  EXPECT_THAT(codes, testing::UnorderedElementsAre(
                         testing::Pair(grpc::StatusCode::RESOURCE_EXHAUSTED, 1),
                         testing::Pair(grpc::StatusCode::CANCELLED,
                                       WaitingRoom::kMostCalls)));
  for (size_t i = 0; i < WaitingRoom::kMostCalls; ++i) {
    EXPECT_EQ(Said(), "a call has gone that waited");
  }
  EXPECT_EQ(Summary(client_.Run(CallWithCallbacks).outcomes), "100 OK");
}

TEST_F(AsyncStyles, ACallThatWaitsIsSmall) {
  EXPECT_TRUE(client_.SayHello(std::string(1000, 'a')).ok());
  EXPECT_THAT(client_.SayHello(std::string(1024, 'a')),
              harness::HasCode(absl::StatusCode::kResourceExhausted));
}

TEST_F(AsyncStyles, TheServerDoesNotWaitForACrowdToEnd) {
  HandCall call(channel_, "one", ends_);
  HandCall refused(channel_, std::string(65, 'a'), ends_);
  EXPECT_FALSE(refused.Wait().ok());  // So the server is there.
  server_.reset();
  EXPECT_FALSE(call.Wait().ok());
}

TEST(AsyncStylesStory, SaysHowManyCallsHaveFailed) {
  Choosy choosy;
  const harness::Told told = harness::StoryWith(choosy, Setup::Tell);
  EXPECT_THAT(
      told.text,
      testing::HasSubstr(
          "   calls: 90 OK, 10 RESOURCE_EXHAUSTED (SayHello: no room) (wanted "
          "100 OK)\n"));
  EXPECT_THAT(told.text, testing::ContainsRegex("\n   callback +[0-9]+ +90\n"));
  EXPECT_THAT(told.outcome,
              harness::HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST(AsyncStylesStory, TellsTheTimesOnlyToThoseWhoAsk) {
  support::Journal journal;
  const auto server =
      harness::MustStart(AsyncStylesServer::Start("127.0.0.1:0", journal));
  for (const bool times : {false, true}) {
    std::ostringstream out;
    support::Story story(out, &journal);
    TellAsyncStyles(server->address(), story, times);
    EXPECT_EQ(story.Outcome(), absl::OkStatus()) << out.str();
    EXPECT_THAT(out.str(),
                testing::ContainsRegex(
                    times ? "\n   coroutine +0 +100 +[0-9]+[.][0-9] ms\n$"
                          : "\n   coroutine +0 +100\n$"));
  }
}

TEST(ThreadCount, IsOfThreadsThatAreThereAtOnce) {
  ThreadCount count;
  EXPECT_EQ(count.most(), 0);
  std::optional<CountedThread> one(std::in_place, count);
  one.reset();
  one.emplace(count);
  EXPECT_EQ(count.most(), 1);
  const CountedThread another(count);
  one.reset();
  EXPECT_EQ(count.most(), 2);
}

}  // namespace
