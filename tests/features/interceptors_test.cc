// SPDX-License-Identifier: Apache-2.0

#include "interceptors.h"

#include <future>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"
#include "interceptors_client.h"
#include "interceptors_server.h"
#include "method_stats.h"
#include "tests/feature_contract.h"
#include "tests/feature_harness.h"
#include "tests/features/interceptors_harness.h"
#include "tests/harness.h"
#include "tests/hasty_greeter.h"

namespace {

using testing::ElementsAre;

using Setup = FeatureSetup<InterceptorsServer, TellInterceptors>;

INSTANTIATE_TYPED_TEST_SUITE_P(Interceptors, FeatureContract, Setup);

class Interceptors : public InterceptorsTest {};

TEST_F(Interceptors, TheFirstIsNextToTheProgramOnBothSides) {
  EXPECT_EQ(client_.SayHello("Ada").value_or(""), "Hello, Ada!");
  EXPECT_THAT(harness::LinesOf(log_),
              ElementsAre("first: /helloworld.Greeter/SayHello goes out",
                          "last: /helloworld.Greeter/SayHello goes out",
                          "last: /helloworld.Greeter/SayHello is back: OK",
                          "first: /helloworld.Greeter/SayHello is back: OK"));
  EXPECT_THAT(
      harness::LinesOf(journal_),
      ElementsAre("last: \"/helloworld.Greeter/SayHello\" from \"story\"",
                  "first: \"/helloworld.Greeter/SayHello\" from \"story\"",
                  "method: greets \"Ada\"", "first: OK goes out",
                  "stats: calls 1, failed 0", "last: OK goes out"));
}

TEST_F(Interceptors, AClientWithoutThemIsNobody) {
  InterceptorsClient(harness::ChannelTo(server_->address()))
      .SayHello("Ada")
      .IgnoreError();
  EXPECT_EQ(harness::LinesOf(journal_).at(0),
            "last: \"/helloworld.Greeter/SayHello\" from nobody");
}

TEST_F(Interceptors, ACancelledCallComesBackAsCancelled) {
  harness::Context context;
  context.TryCancel();
  helloworld::HelloReply reply;
  EXPECT_THAT(stub_->SayHello(&context, RequestOf("Ada"), &reply),
              harness::HasCode(absl::StatusCode::kCancelled));
  EXPECT_EQ(harness::LinesOf(log_).back(),
            "first: /helloworld.Greeter/SayHello is back: CANCELLED");
}

TEST_F(Interceptors, TheServersOneCannotKeepMalloryFromTheMethod) {
  EXPECT_EQ(client_.SayHello("Mallory").status(),
            absl::PermissionDeniedError("SayHello: name: not you"));
  EXPECT_THAT(
      harness::LinesOf(journal_),
      ElementsAre("last: \"/helloworld.Greeter/SayHello\" from \"story\"",
                  "first: \"/helloworld.Greeter/SayHello\" from \"story\"",
                  "method: greets \"Mallory\"", "first: OK goes out",
                  "stats: calls 1, failed 1",
                  "last: PERMISSION_DENIED goes out"));
}

TEST_F(Interceptors, TheServersOneLeavesOtherMethodsAlone) {
  harness::Context context;
  helloworld::HelloReply reply;
  EXPECT_TRUE(
      stub_->SayHelloAgain(&context, RequestOf("Mallory"), &reply).ok());
}

// What comes of a request that is no message.
grpc::Status CallWithGarbage(const std::shared_ptr<grpc::Channel>& channel,
                             const std::string& method) {
  harness::Context context;
  grpc::GenericStub stub(channel);
  const grpc::Slice slice("\xff");
  const grpc::ByteBuffer request(&slice, 1);
  grpc::ByteBuffer reply;
  std::promise<grpc::Status> done;
  stub.UnaryCall(
      &context, method, {}, &request, &reply,
      [&done](grpc::Status status) { done.set_value(std::move(status)); });
  return done.get_future().get();
}

TEST_F(Interceptors, ARequestThatCannotBeReadIsACallThatFailed) {
  EXPECT_FALSE(
      CallWithGarbage(harness::ChannelTo(server_->address()), kSayHello).ok());
  const auto stats = server_->stats().All();
  EXPECT_EQ(stats.at(kSayHello).calls, 1);
  EXPECT_EQ(stats.at(kSayHello).failed, 1);
}

TEST_F(Interceptors, MethodsThatAreNotThereAreCountedTogether) {
  const auto channel = harness::ChannelTo(server_->address());
  for (int i = 0; i < 10; ++i) {
    EXPECT_THAT(CallWithGarbage(channel, absl::StrCat("/no.Such/Method", i)),
                harness::HasCode(absl::StatusCode::kUnimplemented));
  }
  EXPECT_EQ(server_->stats().All().size(), 3);
  EXPECT_EQ(Calls(MethodStats::kOther), 10);
}

// A unary call begins for them when its request has come.
TEST_F(Interceptors, ACallWithoutARequestIsNotSeen) {
  const auto channel = harness::ChannelTo(server_->address());
  InterceptorsClient client(channel);
  EXPECT_TRUE(client.SayHello("Ada").ok());
  // The server has it before the next one, which is on the same connection.
  harness::SilentCall call(channel, kSayHello);
  EXPECT_TRUE(client.SayHello("Bo").ok());
  server_.reset();
  EXPECT_FALSE(call.Wait().ok());
  EXPECT_THAT(harness::LinesOf(journal_),
              testing::SizeIs(12));  // Of the other two.
}

TEST(MethodStats, AddsUpForEachMethod) {
  MethodStats stats({"a", "b"});
  stats.Add("a", /*ok=*/true, absl::Seconds(1));
  stats.Add("b", /*ok=*/true, absl::Seconds(2));
  stats.Add("c", /*ok=*/false, absl::Seconds(3));
  const MethodStats::Method sum =
      stats.Add("a", /*ok=*/false, absl::Seconds(4));
  EXPECT_EQ(sum.calls, 2);
  EXPECT_EQ(sum.failed, 1);
  EXPECT_EQ(sum.took, absl::Seconds(5));
  const auto all = stats.All();
  EXPECT_EQ(all.size(), 3);
  EXPECT_EQ(all.at("b").failed, 0);
  EXPECT_EQ(all.at("b").took, absl::Seconds(2));
  EXPECT_EQ(all.at(MethodStats::kOther).failed, 1);
}

TEST_F(Interceptors, TimesAreKept) {
  EXPECT_TRUE(client_.SayHello("Ada").ok());
  const auto stats = server_->stats().All();
  EXPECT_GT(stats.at(kSayHello).took, absl::ZeroDuration());
  EXPECT_EQ(stats.at(kSayHelloAgain).took, absl::ZeroDuration());
}

TEST(InterceptorsStory, NoticesAServerThatDoesOtherwise) {
  harness::HastyGreeter hasty;
  const harness::Told told = harness::StoryWith(hasty, TellInterceptors);
  EXPECT_EQ(told.outcome,
            absl::FailedPreconditionError(
                "step 1, client: OK \"\" (wanted OK \"Hello, Ada!\"); and 4 "
                "more"))
      << told.text;
}

}  // namespace
