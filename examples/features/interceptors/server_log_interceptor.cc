// SPDX-License-Identifier: Apache-2.0

#include "server_log_interceptor.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/grpcpp.h"
#include "support/quote.h"

using HookPoint = grpc::experimental::InterceptionHookPoints;

namespace {

std::string Caller(grpc::experimental::InterceptorBatchMethods& batch) {
  const auto& metadata = *batch.GetRecvInitialMetadata();
  const auto caller = metadata.find("caller");
  if (caller == metadata.end()) return "nobody";
  return support::Quote({caller->second.data(), caller->second.size()});
}

}  // namespace

void ServerLogInterceptor::Intercept(
    grpc::experimental::InterceptorBatchMethods* batch) {
  if (batch->QueryInterceptionHookPoint(
          HookPoint::POST_RECV_INITIAL_METADATA)) {
    log_.Write(absl::StrCat(label_, ": ", support::Quote(method_), " from ",
                            Caller(*batch)));
  }
  if (batch->QueryInterceptionHookPoint(HookPoint::PRE_SEND_STATUS)) {
    const absl::StatusCode code{batch->GetSendStatus().error_code()};
    log_.Write(absl::StrCat(label_, ": ", absl::StatusCodeToString(code),
                            " goes out"));
  }
  batch->Proceed();  // Always, and last. Without it the call hangs.
}
