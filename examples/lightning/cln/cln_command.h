// SPDX-License-Identifier: Apache-2.0
//
// What a person can ask cln_client for.

#ifndef EXAMPLES_LIGHTNING_CLN_CLN_COMMAND_H_
#define EXAMPLES_LIGHTNING_CLN_CLN_COMMAND_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "cln_client.h"
#include "node_schema.h"

// All commands with what they take, for people.
std::string ClnCommands();

struct ClnCommandOptions {
  bool json = false;  // Prints JSON, as lightning-cli does.
  absl::Duration timeout = absl::Seconds(30);
  absl::Duration wait_timeout = absl::InfiniteDuration();  // wait-any-invoice
};

// INVALID_ARGUMENT, with what would be right, if `words` make no command.
absl::Status CheckClnCommand(const std::vector<std::string>& words);

// Runs the command in `words` and prints the answer to `out`. `schema` has the
// methods that `call` finds. Fails as CheckClnCommand and as ClnClient do.
absl::Status RunClnCommand(const std::vector<std::string>& words,
                           const ClnCommandOptions& options,
                           const NodeSchema& schema, ClnClient& client,
                           std::ostream& out);

#endif  // EXAMPLES_LIGHTNING_CLN_CLN_COMMAND_H_
