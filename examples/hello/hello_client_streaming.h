// SPDX-License-Identifier: Apache-2.0

#ifndef EXAMPLES_HELLO_HELLO_CLIENT_STREAMING_H_
#define EXAMPLES_HELLO_HELLO_CLIENT_STREAMING_H_

#include <ostream>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "hello.grpc.pb.h"
#include "support/line_reader.h"

// Sends a request for each name, and prints the one reply to `out` when there
// are no more names. Returns the status of the call, DEADLINE_EXCEEDED if all
// of it takes longer than `timeout`.
absl::Status HelloClientStreaming(hello::Hello::Stub& stub,
                                  support::LineReader& names,
                                  absl::Duration timeout, std::ostream& out);

#endif  // EXAMPLES_HELLO_HELLO_CLIENT_STREAMING_H_
