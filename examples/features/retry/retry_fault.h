// SPDX-License-Identifier: Apache-2.0
//
// What a client can ask the server to do wrong, so that there is something to
// retry. It travels in the metadata of the call, as it does where proxies are
// asked for faults in a test.

#ifndef EXAMPLES_FEATURES_RETRY_RETRY_FAULT_H_
#define EXAMPLES_FEATURES_RETRY_RETRY_FAULT_H_

#include <optional>

#include "grpcpp/grpcpp.h"

struct RetryFault {
  static constexpr char kAttempts[] = "fault-attempts";
  static constexpr char kCode[] = "fault-code";
  static constexpr char kRequest[] = "fault-request";
  static constexpr char kPushback[] = "fault-pushback-ms";

  // So many attempts fail, and those after them succeed.
  int attempts = 0;

  // The number of the status code that they fail with.
  int code = grpc::StatusCode::UNAVAILABLE;

  // In a stream, the request that is answered by failing. 1 is the first.
  int request = 1;

  // What the server says of the next attempt: in so many milliseconds or, if
  // negative, never.
  std::optional<int> pushback = std::nullopt;
};

// Adds the metadata to the context of a call that is yet to be made.
void AskFor(const RetryFault& fault, grpc::ClientContext& context);

#endif  // EXAMPLES_FEATURES_RETRY_RETRY_FAULT_H_
