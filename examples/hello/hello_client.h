// SPDX-License-Identifier: Apache-2.0

#ifndef EXAMPLES_HELLO_HELLO_CLIENT_H_
#define EXAMPLES_HELLO_HELLO_CLIENT_H_

#include <ostream>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "hello.grpc.pb.h"
#include "support/line_reader.h"

// How long a call may take that does not wait for a person.
struct HelloTimeouts {
  absl::Duration unary;
  absl::Duration stream;
};

// Asks `input` which of the four calls to make, and makes it. INVALID_ARGUMENT
// if the answer is none of 1 to 4.
absl::Status HelloMenu(hello::Hello::Stub& stub, support::LineReader& input,
                       const HelloTimeouts& timeouts, std::ostream& out);

#endif  // EXAMPLES_HELLO_HELLO_CLIENT_H_
