// SPDX-License-Identifier: Apache-2.0
//
// The errors that Core Lightning documents, in its common/jsonrpc_errors.h and
// in the pages of its commands. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_CLN_NODE_ERRORS_H_
#define EXAMPLES_LIGHTNING_CLN_NODE_ERRORS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

struct NodeError {
  int64_t code;
  absl::string_view name;   // As in jsonrpc_errors.h.
  absl::StatusCode status;  // The closest: gRPC's codes have the same meanings.
};

// The error of that code. One that is not documented is UNKNOWN_ERROR, and its
// status is UNKNOWN, with the code 0.
const NodeError& FindNodeError(int64_t code);

#endif  // EXAMPLES_LIGHTNING_CLN_NODE_ERRORS_H_
