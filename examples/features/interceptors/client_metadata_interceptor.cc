// SPDX-License-Identifier: Apache-2.0

#include "client_metadata_interceptor.h"

using HookPoint = grpc::experimental::InterceptionHookPoints;

void ClientMetadataInterceptor::Intercept(
    grpc::experimental::InterceptorBatchMethods* batch) {
  if (batch->QueryInterceptionHookPoint(HookPoint::PRE_SEND_INITIAL_METADATA)) {
    batch->GetSendInitialMetadata()->emplace(key_, value_);
  }
  batch->Proceed();
}
