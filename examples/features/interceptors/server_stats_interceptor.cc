// SPDX-License-Identifier: Apache-2.0

#include "server_stats_interceptor.h"

#include <chrono>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"

using HookPoint = grpc::experimental::InterceptionHookPoints;

void ServerStatsInterceptor::Intercept(
    grpc::experimental::InterceptorBatchMethods* batch) {
  if (batch->QueryInterceptionHookPoint(HookPoint::PRE_SEND_STATUS)) {
    const MethodStats::Method sum =
        stats_.Add(method_, batch->GetSendStatus().ok(),
                   absl::FromChrono(std::chrono::steady_clock::now() - began_));
    log_.Write(
        absl::StrCat("stats: calls ", sum.calls, ", failed ", sum.failed));
  }
  batch->Proceed();
}
