// SPDX-License-Identifier: Apache-2.0

#ifndef EXAMPLES_HELLO_HELLO_BIDI_STREAMING_H_
#define EXAMPLES_HELLO_HELLO_BIDI_STREAMING_H_

#include <ostream>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "hello.grpc.pb.h"
#include "support/line_reader.h"

// Sends a request for each name, and prints the reply to it to `out` before it
// asks for the next name. Returns the status of the call, DEADLINE_EXCEEDED if
// all of it takes longer than `timeout`.
absl::Status HelloBidiStreaming(hello::Hello::Stub& stub,
                                support::LineReader& names,
                                absl::Duration timeout, std::ostream& out);

#endif  // EXAMPLES_HELLO_HELLO_BIDI_STREAMING_H_
