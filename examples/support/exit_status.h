// SPDX-License-Identifier: Apache-2.0
//
// How a program ends: one line on standard error if it failed, and the status
// that a shell can ask for.

#ifndef EXAMPLES_SUPPORT_EXIT_STATUS_H_
#define EXAMPLES_SUPPORT_EXIT_STATUS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace support {

// The outcome of a call as the rest of a program sees it: the code and message
// of its gRPC status, with the name of the call before the message. gRPC's and
// absl's codes are the same sixteen and OK, under the same numbers.
absl::Status CallStatus(absl::string_view call, int code,
                        absl::string_view message);

// What main returns: 0 if `status` is OK and all that was printed has reached
// standard output; otherwise 1, after one line on standard error with the
// code's name and the message. Control characters in the message, which may be
// a stranger's, are replaced by spaces.
[[nodiscard]] int ExitStatus(const absl::Status& status);

}  // namespace support

#endif  // EXAMPLES_SUPPORT_EXIT_STATUS_H_
