// SPDX-License-Identifier: Apache-2.0

#ifndef EXAMPLES_ROUTE_GUIDE_GRPC_STATUS_H_
#define EXAMPLES_ROUTE_GUIDE_GRPC_STATUS_H_

#include <string>

#include "absl/status/status.h"
#include "grpcpp/grpcpp.h"
#include "support/call_limit.h"

// The same status as gRPC has it: the codes have the same numbers.
inline grpc::Status GrpcStatus(const absl::Status& status) {
  return {static_cast<grpc::StatusCode>(status.code()),
          std::string(status.message())};
}

// How a stream ends that is one too many.
inline grpc::Status Refusal(const support::CallLimit::Slot& slot) {
  return {grpc::StatusCode::RESOURCE_EXHAUSTED, slot.refusal()};
}

#endif  // EXAMPLES_ROUTE_GUIDE_GRPC_STATUS_H_
