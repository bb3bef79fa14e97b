// SPDX-License-Identifier: Apache-2.0
//
// What a client makes of the details of an error.

#ifndef EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_READ_H_
#define EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_READ_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/grpcpp.h"

// What was found. The code and the message are not here: those of the call
// count, also if the details say otherwise.
struct ErrorDetails {
  google::rpc::BadRequest bad_request;      // Empty if there was none.
  google::rpc::QuotaFailure quota_failure;  // Empty if there was none.

  // At least so long should a client wait. The longest if there are several.
  std::optional<absl::Duration> retry_delay;

  // For people: what could not be used, and why.
  std::vector<std::string> remarks;
};

// Never fails: what cannot be read becomes a remark, and the rest is read. A
// status without details gives none.
ErrorDetails ReadErrorDetails(const grpc::Status& status);

#endif  // EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_READ_H_
