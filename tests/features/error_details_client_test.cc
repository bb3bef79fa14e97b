// SPDX-License-Identifier: Apache-2.0
//
// The client, and the story, before servers that are not ours.

#include "error_details_client.h"

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "error_details.h"
#include "error_details_write.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "hello.grpc.pb.h"
#include "support/story.h"
#include "tests/feature_harness.h"
#include "tests/harness.h"
#include "tests/hasty_greeter.h"

namespace {

using harness::kForever;
using testing::IsEmpty;

// For a call that is not to be made once more.
void MustNotWait(const ErrorDetailsAnswer& refusal) {
  ADD_FAILURE() << "waits after " << refusal.reply.status();
}

// Answers the first call, the second and so on as a test says.
class Fake final : public hello::Hello::CallbackService {
 public:
  explicit Fake(std::function<grpc::Status(int call)> answer)
      : answer_(std::move(answer)) {}

  int calls() const { return calls_; }

 private:
  grpc::ServerUnaryReactor* hello(grpc::CallbackServerContext* context,
                                  const hello::HelloRequest* /*request*/,
                                  hello::HelloReply* reply) override {
    reply->set_message("fake");
    auto* const reactor = context->DefaultReactor();
    reactor->Finish(answer_(++calls_));
    return reactor;
  }

  const std::function<grpc::Status(int call)> answer_;
  int calls_ = 0;  // One after the other.
};

grpc::Status RetryAfter(int64_t seconds,
                        grpc::StatusCode code = grpc::StatusCode::UNAVAILABLE) {
  google::rpc::RetryInfo retry_info;
  retry_info.mutable_retry_delay()->set_seconds(seconds);
  return StatusWithDetails(code, "busy", {&retry_info});
}

class ErrorDetailsClientTest : public testing::Test {
 protected:
  ErrorDetailsAnswer Call(
      const std::function<grpc::Status(int call)>& answer,
      const std::function<void(const ErrorDetailsAnswer&)>& wait) {
    Fake fake(answer);
    const harness::FakeServer server(fake);
    ErrorDetailsClient client(harness::ChannelTo(server.address()));
    ErrorDetailsAnswer last =
        client.HelloPatiently("Ada", "Hello", kForever, wait);
    calls_ = fake.calls();
    return last;
  }

  int calls_ = 0;
};

TEST_F(ErrorDetailsClientTest, DoesNotWaitAfterASuccess) {
  EXPECT_EQ(Call([](int) { return grpc::Status::OK; }, MustNotWait)
                .reply.value_or(""),
            "fake");
  EXPECT_EQ(calls_, 1);
}

TEST_F(ErrorDetailsClientTest, DoesNotWaitUnlessItIsToldHowLong) {
  EXPECT_EQ(Call(
                [](int) {
                  return grpc::Status(grpc::StatusCode::UNAVAILABLE, "busy");
                },
                MustNotWait)
                .reply.status(),
            absl::UnavailableError("hello: busy"));
  EXPECT_EQ(calls_, 1);
}

TEST_F(ErrorDetailsClientTest, DoesNotWaitForWhatComesTooLate) {
  const ErrorDetailsAnswer answer =
      Call([](int) { return RetryAfter(3600); }, MustNotWait);
  EXPECT_EQ(answer.reply.status(), absl::UnavailableError("hello: busy"));
  EXPECT_EQ(answer.details.retry_delay, absl::Hours(1));
  EXPECT_EQ(calls_, 1);
}

TEST_F(ErrorDetailsClientTest, WaitsOnlyIfTheCodeSaysThatItHelps) {
  for (int i = 1; i <= grpc::StatusCode::UNAUTHENTICATED; ++i) {
    const auto code = static_cast<grpc::StatusCode>(i);
    bool waited = false;
    Call([code](int) { return RetryAfter(1, code); },
         [&waited](const ErrorDetailsAnswer&) { waited = true; });
    EXPECT_EQ(waited, code == grpc::StatusCode::RESOURCE_EXHAUSTED ||
                          code == grpc::StatusCode::UNAVAILABLE)
        << code;
  }
}

TEST_F(ErrorDetailsClientTest, CallsOnceMoreAndNotTwice) {
  int waits = 0;
  const ErrorDetailsAnswer answer =
      Call([](int call) { return RetryAfter(call); },
           [&waits](const ErrorDetailsAnswer& refusal) {
             ++waits;
             EXPECT_EQ(refusal.details.retry_delay, absl::Seconds(1));
           });
  EXPECT_EQ(answer.reply.status(), absl::UnavailableError("hello: busy"));
  EXPECT_EQ(answer.details.retry_delay, absl::Seconds(2));
  EXPECT_EQ(waits, 1);
  EXPECT_EQ(calls_, 2);
}

TEST_F(ErrorDetailsClientTest, ReturnsTheSecondAnswer) {
  const ErrorDetailsAnswer answer = Call(
      [](int call) { return call == 1 ? RetryAfter(1) : grpc::Status::OK; },
      [](const ErrorDetailsAnswer&) {});
  EXPECT_EQ(answer.reply.value_or(""), "fake");
  EXPECT_FALSE(answer.details.retry_delay.has_value());
}

TEST_F(ErrorDetailsClientTest, GetsAllThatTheServerDoesNotLeaveOut) {
  google::rpc::BadRequest bad_request;
  bad_request.add_field_violations()->set_description(
      std::string(kMostErrorDetailsBytes - 100, 'x'));
  const grpc::Status status = StatusWithDetails(
      grpc::StatusCode::INVALID_ARGUMENT, "wrong", {&bad_request});
  ASSERT_FALSE(status.error_details().empty());
  const ErrorDetailsAnswer answer =
      Call([&status](int) { return status; }, MustNotWait);
  EXPECT_EQ(answer.reply.status(), absl::InvalidArgumentError("hello: wrong"));
  EXPECT_EQ(answer.details.bad_request.SerializeAsString(),
            bad_request.SerializeAsString());
}

TEST_F(ErrorDetailsClientTest, SaysThatNobodyServes) {
  ErrorDetailsClient client(harness::ChannelTo(harness::DeadAddress()));
  const ErrorDetailsAnswer answer = client.Hello("Ada", "Hello", kForever);
  EXPECT_THAT(answer.reply, harness::HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(answer.details.remarks, IsEmpty());
}

TEST(ErrorDetailsStrangeClient, HasNoDetailsOfASuccess) {
  harness::HastyGreeter content("content");
  const harness::FakeServer server(content);
  ErrorDetailsClient client(harness::ChannelTo(server.address()));
  EXPECT_EQ(client.FailStrangely("none", kForever).reply.value_or(""),
            "content");
}

TEST(ErrorDetailsStory, NoticesAServerThatDoesOtherwise) {
  Fake fake([](int) { return grpc::Status::OK; });
  const harness::Told told = harness::StoryWith(fake, TellErrorDetails);
  EXPECT_EQ(told.outcome,
            absl::FailedPreconditionError(
                "step 1, client: OK \"fake\" (wanted INVALID_ARGUMENT: hello: "
                "fields that are wrong: 2); and 15 more"));
}

}  // namespace
