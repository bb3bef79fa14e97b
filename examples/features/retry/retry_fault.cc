// SPDX-License-Identifier: Apache-2.0

#include "retry_fault.h"

#include "absl/strings/str_cat.h"

void AskFor(const RetryFault& fault, grpc::ClientContext& context) {
  context.AddMetadata(RetryFault::kAttempts, absl::StrCat(fault.attempts));
  context.AddMetadata(RetryFault::kCode, absl::StrCat(fault.code));
  context.AddMetadata(RetryFault::kRequest, absl::StrCat(fault.request));
  if (fault.pushback.has_value()) {
    context.AddMetadata(RetryFault::kPushback, absl::StrCat(*fault.pushback));
  }
}
