// SPDX-License-Identifier: Apache-2.0

#ifndef EXAMPLES_ROUTE_GUIDE_ROUTE_CHAT_H_
#define EXAMPLES_ROUTE_GUIDE_ROUTE_CHAT_H_

#include <ostream>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "route_guide.grpc.pb.h"
#include "support/line_reader.h"

// Leaves a note at `place` for each message, while a thread of its own prints
// the server's notes to `out` as they come. Returns when there are neither
// messages nor notes left, or when the call has ended and the next message
// cannot be sent. Returns the status of the call, DEADLINE_EXCEEDED if all of
// it takes longer than `timeout`; ABORTED if the server has ended it before the
// last message; and INVALID_ARGUMENT if a line is no message.
absl::Status RouteChat(routeguide::RouteGuide::Stub& stub,
                       const routeguide::Point& place,
                       support::LineReader& messages, absl::Duration timeout,
                       std::ostream& out);

#endif  // EXAMPLES_ROUTE_GUIDE_ROUTE_CHAT_H_
