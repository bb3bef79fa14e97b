// SPDX-License-Identifier: Apache-2.0

#include "error_details.h"

#include <chrono>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "error_details_client.h"
#include "error_details_quota.h"
#include "error_details_server.h"
#include "gmock/gmock.h"
#include "hello.grpc.pb.h"
#include "tests/feature_contract.h"
#include "tests/feature_harness.h"
#include "tests/harness.h"

namespace {

using harness::kForever;
using testing::IsEmpty;

using Setup = FeatureSetup<ErrorDetailsServer, TellErrorDetails>;

INSTANTIATE_TYPED_TEST_SUITE_P(ErrorDetails, FeatureContract, Setup);

class ErrorDetailsTest : public harness::FeatureTest<ErrorDetailsServer> {
 protected:
  ErrorDetailsClient client_{channel_};
};

TEST_F(ErrorDetailsTest, OnlyTheFieldThatIsWrongIsNamed) {
  const std::string long_text(65, 'x');
  const ErrorDetailsAnswer name = client_.Hello("", "Hello", kForever);
  EXPECT_EQ(name.reply.status(),
            absl::InvalidArgumentError("hello: fields that are wrong: 1"));
  ASSERT_EQ(name.details.bad_request.field_violations_size(), 1);
  EXPECT_EQ(name.details.bad_request.field_violations(0).field(), "name");

  const ErrorDetailsAnswer greeting = client_.Hello("Ada", long_text, kForever);
  EXPECT_THAT(greeting.reply,
              harness::HasCode(absl::StatusCode::kInvalidArgument));
  ASSERT_EQ(greeting.details.bad_request.field_violations_size(), 1);
  const auto& violation = greeting.details.bad_request.field_violations(0);
  EXPECT_EQ(violation.field(), "greeting");
  EXPECT_EQ(violation.description(),
            absl::StrCat("\"", long_text.substr(1),
                         "...\" (65 bytes): wanted 1 to 64 bytes"));
  EXPECT_THAT(greeting.details.remarks, IsEmpty());
}

TEST_F(ErrorDetailsTest, TheFirstGreetingIsReadyAfterTheWholeTime) {
  // Bad requests do not count.
  client_.Hello("", "", kForever);
  const ErrorDetailsAnswer answer =
      client_.Hello(std::string(64, 'x'), std::string(64, 'y'), kForever);
  EXPECT_EQ(answer.reply.status(),
            absl::ResourceExhaustedError("hello: no greeting is ready"));
  EXPECT_EQ(answer.details.retry_delay, absl::Milliseconds(50));
  ASSERT_EQ(answer.details.quota_failure.violations_size(), 1);
  EXPECT_EQ(answer.details.quota_failure.violations(0).subject(), "greetings");
}

TEST_F(ErrorDetailsTest, DetailsTravelAsTrailingMetadata) {
  harness::Context context;
  hello::Hello::Stub stub(channel_);
  hello::HelloReply reply;
  const grpc::Status status =
      stub.hello(&context, hello::HelloRequest(), &reply);
  const auto& trailing = context.GetServerTrailingMetadata();
  const auto found = trailing.find("grpc-status-details-bin");
  ASSERT_NE(found, trailing.end());
  EXPECT_EQ(std::string(found->second.begin(), found->second.end()),
            status.error_details());
}

TEST_F(ErrorDetailsTest, AnOpenCallEndsWithTheServer) {
  // The channel has a connection, and the server has the call before the next.
  client_.Hello("", "", kForever);
  harness::SilentCall call(channel_, "/hello.Hello/hello");
  client_.Hello("", "", kForever);
  server_.reset();
  EXPECT_FALSE(call.Wait().ok());
}

TEST(ErrorDetailsQuota, SaysHowLongItTakes) {
  using std::chrono::milliseconds;
  ErrorDetailsQuota quota;
  ErrorDetailsQuota::Clock::time_point now;
  EXPECT_EQ(quota.Take(now), milliseconds(50));
  EXPECT_EQ(quota.Take(now + milliseconds(20)), milliseconds(30));
  EXPECT_EQ(quota.Take(now + milliseconds(49)), milliseconds(1));
  EXPECT_EQ(quota.Take(now + milliseconds(50)), milliseconds(0));
  EXPECT_EQ(quota.Take(now + milliseconds(50)), milliseconds(50));
  now += std::chrono::hours(1);
  EXPECT_EQ(quota.Take(now), milliseconds(0));
  EXPECT_EQ(quota.Take(now), milliseconds(50));
}

}  // namespace
