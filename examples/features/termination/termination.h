// SPDX-License-Identifier: Apache-2.0
//
// Termination: each side of a call judges by itself how it has ended, and they
// need not agree.

#ifndef EXAMPLES_FEATURES_TERMINATION_TERMINATION_H_
#define EXAMPLES_FEATURES_TERMINATION_TERMINATION_H_

#include <string>

#include "support/story.h"

// Calls the TerminationServer at `target`, HOST:PORT, and tells what came of
// it.
void TellTermination(const std::string& target, support::Story& story);

#endif  // EXAMPLES_FEATURES_TERMINATION_TERMINATION_H_
