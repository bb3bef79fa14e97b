// SPDX-License-Identifier: Apache-2.0

#include "client_log_interceptor.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/grpcpp.h"

using HookPoint = grpc::experimental::InterceptionHookPoints;

void ClientLogInterceptor::Intercept(
    grpc::experimental::InterceptorBatchMethods* batch) {
  // A batch may have several hook points: these are no alternatives.
  if (batch->QueryInterceptionHookPoint(HookPoint::PRE_SEND_INITIAL_METADATA)) {
    log_.Write(absl::StrCat(label_, ": ", method_, " goes out"));
  }
  if (batch->QueryInterceptionHookPoint(HookPoint::POST_RECV_STATUS)) {
    const absl::StatusCode code{batch->GetRecvStatus()->error_code()};
    log_.Write(absl::StrCat(label_, ": ", method_,
                            " is back: ", absl::StatusCodeToString(code)));
  }
  batch->Proceed();  // Always, and last. Without it the call hangs.
}
