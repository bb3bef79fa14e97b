// SPDX-License-Identifier: Apache-2.0

#include "error_details_service.h"

#include <chrono>
#include <string>

#include "absl/strings/str_cat.h"
#include "error_details_write.h"
#include "google/protobuf/util/time_util.h"
#include "google/rpc/error_details.pb.h"
#include "support/quote.h"

namespace {

constexpr size_t kMostBytes = 64;

// Adds to `bad_request` what is wrong with `value`, if anything is.
void CheckField(const std::string& field, const std::string& value,
                google::rpc::BadRequest& bad_request) {
  if (!value.empty() && value.size() <= kMostBytes) return;
  auto* const violation = bad_request.add_field_violations();
  violation->set_field(field);
  // Quoted, and not in full: what a stranger sends may be megabytes.
  violation->set_description(absl::StrCat(
      support::Quote(value), ": wanted 1 to ", kMostBytes, " bytes"));
}

grpc::Status OverQuota(ErrorDetailsQuota::Clock::duration wait) {
  google::rpc::QuotaFailure quota_failure;
  auto* const violation = quota_failure.add_violations();
  violation->set_subject("greetings");
  violation->set_description(absl::StrCat(
      "one every ", ErrorDetailsQuota::kTimeToMake.count(), " ms"));
  google::rpc::RetryInfo retry_info;
  // Rounded up: who comes too soon is refused again.
  *retry_info.mutable_retry_delay() =
      google::protobuf::util::TimeUtil::MillisecondsToDuration(
          std::chrono::ceil<std::chrono::milliseconds>(wait).count());
  return StatusWithDetails(grpc::StatusCode::RESOURCE_EXHAUSTED,
                           "no greeting is ready",
                           {&retry_info, &quota_failure});
}

}  // namespace

grpc::ServerUnaryReactor* ErrorDetailsService::hello(
    grpc::CallbackServerContext* context, const hello::HelloRequest* request,
    hello::HelloReply* reply) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  reactor->Finish(Greet(*request, *reply));
  return reactor;
}

grpc::Status ErrorDetailsService::Greet(const hello::HelloRequest& request,
                                        hello::HelloReply& reply) {
  google::rpc::BadRequest bad_request;
  CheckField("name", request.name(), bad_request);
  CheckField("greeting", request.greeting(), bad_request);
  if (const int wrong = bad_request.field_violations_size(); wrong > 0) {
    const std::string message = absl::StrCat("fields that are wrong: ", wrong);
    journal_.Write(absl::StrCat("refuses: ", message));
    return StatusWithDetails(grpc::StatusCode::INVALID_ARGUMENT, message,
                             {&bad_request});
  }
  const auto wait = quota_.Take(ErrorDetailsQuota::Clock::now());
  if (wait > wait.zero()) {
    journal_.Write("refuses: over the quota");
    return OverQuota(wait);
  }
  journal_.Write("greets");
  reply.set_message(
      absl::StrCat(request.greeting(), ", ", request.name(), "!"));
  return grpc::Status::OK;
}
