// SPDX-License-Identifier: Apache-2.0
//
// Details between a server and a client, without either.

#include "error_details_read.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "error_details_write.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kTypes[] = "type.googleapis.com/google.rpc.";

google::rpc::BadRequest Wrong(const std::string& field) {
  google::rpc::BadRequest bad_request;
  bad_request.add_field_violations()->set_field(field);
  return bad_request;
}

google::rpc::RetryInfo After(int64_t seconds, int nanos) {
  google::rpc::RetryInfo retry_info;
  retry_info.mutable_retry_delay()->set_seconds(seconds);
  retry_info.mutable_retry_delay()->set_nanos(nanos);
  return retry_info;
}

// A status that is written without our own code.
class Described {
 public:
  Described& With(const std::string& type_url, const std::string& bytes) {
    auto* const detail = status_.add_details();
    detail->set_type_url(type_url);
    detail->set_value(bytes);
    return *this;
  }

  ErrorDetails Read() {
    status_.set_code(grpc::StatusCode::ABORTED);
    return ReadErrorDetails(grpc::Status(grpc::StatusCode::ABORTED, "",
                                         status_.SerializeAsString()));
  }

 private:
  google::rpc::Status status_;
};

TEST(ErrorDetailsRead, FindsNothingWhereNothingIs) {
  for (const grpc::Status& status :
       {grpc::Status::OK, grpc::Status(grpc::StatusCode::ABORTED, "x")}) {
    const ErrorDetails details = ReadErrorDetails(status);
    EXPECT_EQ(details.bad_request.ByteSizeLong(), 0);
    EXPECT_EQ(details.quota_failure.ByteSizeLong(), 0);
    EXPECT_FALSE(details.retry_delay.has_value());
    EXPECT_THAT(details.remarks, IsEmpty());
  }
}

TEST(ErrorDetailsRead, ReadsWhatWasWritten) {
  const google::rpc::BadRequest bad_request = Wrong("a.b");
  google::rpc::QuotaFailure quota_failure;
  quota_failure.add_violations()->set_subject("c");
  const google::rpc::RetryInfo retry_info = After(1, 500000000);
  const grpc::Status status =
      StatusWithDetails(grpc::StatusCode::ABORTED, "why",
                        {&retry_info, &bad_request, &quota_failure});
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(status.error_message(), "why");
  const ErrorDetails details = ReadErrorDetails(status);
  EXPECT_EQ(details.bad_request.DebugString(), bad_request.DebugString());
  EXPECT_EQ(details.quota_failure.DebugString(), quota_failure.DebugString());
  EXPECT_EQ(details.retry_delay, absl::Milliseconds(1500));
  EXPECT_THAT(details.remarks, IsEmpty());
}

TEST(ErrorDetailsRead, TakesAllViolationsAndTheLongestDelay) {
  google::rpc::QuotaFailure quota_failure;
  quota_failure.add_violations()->set_subject("c");
  const google::rpc::BadRequest a = Wrong("a");
  const google::rpc::BadRequest b = Wrong("b");
  const google::rpc::RetryInfo one = After(1, 0);
  const google::rpc::RetryInfo two = After(2, 0);
  const ErrorDetails details = ReadErrorDetails(StatusWithDetails(
      grpc::StatusCode::ABORTED, "",
      {&a, &b, &one, &two, &one, &quota_failure, &quota_failure}));
  ASSERT_EQ(details.bad_request.field_violations_size(), 2);
  EXPECT_EQ(details.bad_request.field_violations(1).field(), "b");
  EXPECT_EQ(details.quota_failure.violations_size(), 2);
  EXPECT_EQ(details.retry_delay, absl::Seconds(2));
}

TEST(ErrorDetailsRead, TakesADelayThatIsNoneOrTooLong) {
  const auto read = [](const google::rpc::RetryInfo& info) {
    return Described()
        .With(std::string(kTypes) + "RetryInfo", info.SerializeAsString())
        .Read();
  };
  EXPECT_EQ(read(After(-5, 0)).retry_delay, absl::ZeroDuration());
  EXPECT_EQ(read(After(0, -5)).retry_delay, absl::ZeroDuration());
  EXPECT_EQ(read(After(INT64_MAX, INT32_MAX)).retry_delay,
            absl::InfiniteDuration());
  const ErrorDetails none = read(google::rpc::RetryInfo());
  EXPECT_FALSE(none.retry_delay.has_value());
  EXPECT_THAT(
      none.remarks,
      ElementsAre("skipped \"type.googleapis.com/google.rpc.RetryInfo\""));
}

TEST(ErrorDetailsRead, SkipsWhatItDoesNotKnowAndReadsOn) {
  const ErrorDetails details =
      Described()
          .With(std::string(kTypes) + "DebugInfo", "\n\001x")
          .With("", "")
          .With("a\nb", "")
          .With(std::string(kTypes) + "BadRequest", "\xff")
          .With("other.example.com/google.rpc.BadRequest",
                Wrong("a").SerializeAsString())
          .Read();
  ASSERT_EQ(details.bad_request.field_violations_size(), 1);
  EXPECT_EQ(details.bad_request.field_violations(0).field(), "a");
  EXPECT_THAT(
      details.remarks,
      ElementsAre("skipped \"type.googleapis.com/google.rpc.DebugInfo\"",
                  "skipped \"\"", "skipped \"a\\nb\"",
                  "skipped \"type.googleapis.com/google.rpc.BadRequest\""));
}

TEST(ErrorDetailsRead, ReadsMessagesThatHaveMoreFieldsThanOurs) {
  // In the whole proto a violation has a `reason`, string field 3.
  const std::string violation("\x0a\x01n\x1a\x01r", 6);
  const ErrorDetails details = Described()
                                   .With(std::string(kTypes) + "BadRequest",
                                         std::string("\x0a\x06", 2) + violation)
                                   .Read();
  ASSERT_EQ(details.bad_request.field_violations_size(), 1);
  EXPECT_EQ(details.bad_request.field_violations(0).field(), "n");
}

TEST(ErrorDetailsRead, SaysThatBytesAreNoStatus) {
  const ErrorDetails details = ReadErrorDetails(
      grpc::Status(grpc::StatusCode::ABORTED, "x", "\xff\xff"));
  EXPECT_THAT(details.remarks, ElementsAre("not a google.rpc.Status"));
}

TEST(ErrorDetailsRead, SaysThatTheDetailsHaveAnotherCode) {
  google::rpc::Status described;
  described.set_code(99);
  const ErrorDetails details = ReadErrorDetails(grpc::Status(
      grpc::StatusCode::ABORTED, "", described.SerializeAsString()));
  EXPECT_THAT(details.remarks, ElementsAre("written for code 99"));
}

TEST(ErrorDetailsWrite, UsesTheTypesThatAllLanguagesKnow) {
  const google::rpc::BadRequest bad_request = Wrong("a");
  const google::rpc::RetryInfo retry_info = After(1, 0);
  google::rpc::Status described;
  ASSERT_TRUE(described.ParseFromString(
      StatusWithDetails(grpc::StatusCode::ABORTED, "why",
                        {&bad_request, &retry_info})
          .error_details()));
  EXPECT_EQ(described.code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(described.message(), "why");
  ASSERT_EQ(described.details_size(), 2);
  EXPECT_EQ(described.details(0).type_url(),
            "type.googleapis.com/google.rpc.BadRequest");
  EXPECT_EQ(described.details(1).type_url(),
            "type.googleapis.com/google.rpc.RetryInfo");
}

TEST(ErrorDetailsWrite, LeavesOutWhatIsTooLargeAndKeepsTheRest) {
  const google::rpc::BadRequest large =
      Wrong(std::string(kMostErrorDetailsBytes, 'x'));
  const google::rpc::RetryInfo small = After(1, 0);
  const ErrorDetails details = ReadErrorDetails(
      StatusWithDetails(grpc::StatusCode::ABORTED, "why", {&large, &small}));
  EXPECT_EQ(details.bad_request.field_violations_size(), 0);
  EXPECT_EQ(details.retry_delay, absl::Seconds(1));
}

TEST(ErrorDetailsWrite, FillsTheLimitAndNoMore) {
  size_t most = 0;
  for (size_t size = kMostErrorDetailsBytes - 200;
       size <= kMostErrorDetailsBytes; ++size) {
    const google::rpc::BadRequest bad_request = Wrong(std::string(size, 'x'));
    most = std::max(most, StatusWithDetails(grpc::StatusCode::ABORTED, "why",
                                            {&bad_request})
                              .error_details()
                              .size());
  }
  EXPECT_EQ(most, kMostErrorDetailsBytes);
}

TEST(ErrorDetailsWrite, SendsNoDetailsWhereNoneFits) {
  const google::rpc::RetryInfo retry_info = After(1, 0);
  const std::string message(kMostErrorDetailsBytes, 'x');
  const grpc::Status status =
      StatusWithDetails(grpc::StatusCode::ABORTED, message, {&retry_info});
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(status.error_message(), message);
  EXPECT_EQ(status.error_details(), "");
}

}  // namespace
