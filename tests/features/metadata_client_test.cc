// SPDX-License-Identifier: Apache-2.0
//
// The client, and the story, before servers that are not ours.

#include "metadata_client.h"

#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "hello.grpc.pb.h"
#include "metadata.h"
#include "metadata_entries.h"
#include "support/story.h"
#include "tests/feature_harness.h"
#include "tests/harness.h"

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

TEST(MetadataClient, SaysThatNobodyServes) {
  MetadataClient client(harness::ChannelTo(harness::DeadAddress()), "x");
  for (const MetadataAnswer& answer : {client.Hello({}), client.BiHello({})}) {
    EXPECT_THAT(answer.reply, harness::HasCode(absl::StatusCode::kUnavailable));
    EXPECT_THAT(answer.initial, IsEmpty());
    EXPECT_THAT(answer.trailing, IsEmpty());
  }
}

// Does what a test says.
class Fake final : public hello::Hello::CallbackService {
 public:
  using Stream =
      grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply>;

  explicit Fake(std::function<void(grpc::CallbackServerContext&)> unary)
      : unary_(std::move(unary)) {}
  explicit Fake(std::function<Stream*()> stream) : stream_(std::move(stream)) {}

 private:
  grpc::ServerUnaryReactor* hello(grpc::CallbackServerContext* context,
                                  const hello::HelloRequest* /*request*/,
                                  hello::HelloReply* /*reply*/) override {
    unary_(*context);
    auto* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
  Stream* biHello(grpc::CallbackServerContext* /*context*/) override {
    return stream_();
  }

  const std::function<void(grpc::CallbackServerContext&)> unary_;
  const std::function<Stream*()> stream_;
};

TEST(MetadataClient, CannotSayWhatGrpcSaysOfItself) {
  MetadataEntries came;
  absl::Time deadline;
  Fake fake([&](grpc::CallbackServerContext& context) {
    came = CopyMetadata(context.client_metadata());
    deadline = absl::FromChrono(context.deadline());
  });
  const harness::FakeServer server(fake);
  MetadataClient client(harness::ChannelTo(server.address()), "");
  EXPECT_TRUE(client
                  .HelloUnchecked({{"grpc-timeout", "1n"},
                                   {"grpc-mine", "passed on"},
                                   {"user-agent", "mine"}})
                  .reply.ok());
  EXPECT_THAT(came, ElementsAre(Pair("grpc-mine", "passed on"),
                                Pair("user-agent", HasSubstr("grpc-c++/"))));
  EXPECT_NE(deadline, absl::InfiniteFuture());
}

TEST(MetadataClient, FailsIfItIsSentTooMuch) {
  for (const bool initial : {true, false}) {
    Fake fake([initial](grpc::CallbackServerContext& context) {
      const std::string much(20000, 'x');
      initial ? context.AddInitialMetadata("much", much)
              : context.AddTrailingMetadata("much", much);
    });
    const harness::FakeServer server(fake);
    MetadataClient client(harness::ChannelTo(server.address()), "");
    EXPECT_THAT(client.Hello({}).reply,
                harness::HasCode(absl::StatusCode::kResourceExhausted));
  }
}

// A stream of some replies, whatever comes.
class Replies final : public Fake::Stream {
 public:
  explicit Replies(int replies) : left_(replies) { Next(); }
  void OnWriteDone(bool /*ok*/) override { Next(); }
  void OnDone() override { delete this; }

 private:
  void Next() { left_-- > 0 ? StartWrite(&reply_) : Finish(grpc::Status::OK); }
  hello::HelloReply reply_;
  int left_;
};

TEST(MetadataClient, WantsOneReplyOfAStream) {
  for (const int replies : {0, 2}) {
    Fake fake([replies]() -> Fake::Stream* { return new Replies(replies); });
    const harness::FakeServer server(fake);
    MetadataClient client(harness::ChannelTo(server.address()), "");
    EXPECT_EQ(client.BiHello({}).reply.status(),
              absl::InternalError(
                  absl::StrCat("biHello: ", replies, " replies: wanted one")));
  }
}

TEST(MetadataStory, NoticesAServerThatDoesOtherwise) {
  Fake fake([](grpc::CallbackServerContext&) {});
  const harness::Told told = harness::StoryWith(fake, TellMetadata);
  EXPECT_EQ(told.outcome,
            absl::FailedPreconditionError(
                "step 1, client: OK \"\" (wanted OK \"Hello, Ada!\"); and 11 "
                "more"));
}

}  // namespace
