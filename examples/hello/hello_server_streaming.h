// SPDX-License-Identifier: Apache-2.0

#ifndef EXAMPLES_HELLO_HELLO_SERVER_STREAMING_H_
#define EXAMPLES_HELLO_HELLO_SERVER_STREAMING_H_

#include <ostream>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "hello.grpc.pb.h"

// Sends one request and prints each reply to `out` as it comes. Returns the
// status of the call, DEADLINE_EXCEEDED if all of it takes longer than
// `timeout`.
absl::Status HelloServerStreaming(hello::Hello::Stub& stub,
                                  const hello::HelloRequest& request,
                                  absl::Duration timeout, std::ostream& out);

#endif  // EXAMPLES_HELLO_HELLO_SERVER_STREAMING_H_
