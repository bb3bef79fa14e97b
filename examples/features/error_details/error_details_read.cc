// SPDX-License-Identifier: Apache-2.0

#include "error_details_read.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/any.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/error_details.h"
#include "support/quote.h"

namespace {

// Returns false if it is malformed, or of a type that is not known here.
bool ReadOne(const google::protobuf::Any& detail, ErrorDetails& details) {
  // UnpackTo looks at the type before it reads.
  google::rpc::BadRequest bad_request;
  if (detail.UnpackTo(&bad_request)) {
    details.bad_request.MergeFrom(bad_request);
    return true;
  }
  google::rpc::QuotaFailure quota_failure;
  if (detail.UnpackTo(&quota_failure)) {
    details.quota_failure.MergeFrom(quota_failure);
    return true;
  }
  google::rpc::RetryInfo retry_info;
  if (detail.UnpackTo(&retry_info) && retry_info.has_retry_delay()) {
    const absl::Duration delay =
        absl::Seconds(retry_info.retry_delay().seconds()) +
        absl::Nanoseconds(retry_info.retry_delay().nanos());
    // A delay may be negative on the wire.
    details.retry_delay =
        std::max(delay, details.retry_delay.value_or(absl::ZeroDuration()));
    return true;
  }
  return false;
}

}  // namespace

ErrorDetails ReadErrorDetails(const grpc::Status& status) {
  ErrorDetails details;
  if (status.error_details().empty()) return details;
  google::rpc::Status described;
  if (!grpc::ExtractErrorDetails(status, &described).ok()) {
    details.remarks.push_back("not a google.rpc.Status");
    return details;
  }
  if (described.code() != status.error_code()) {
    details.remarks.push_back(
        absl::StrCat("written for code ", described.code()));
  }
  for (const google::protobuf::Any& detail : described.details()) {
    if (!ReadOne(detail, details)) {
      details.remarks.push_back(
          absl::StrCat("skipped ", support::Quote(detail.type_url())));
    }
  }
  return details;
}
