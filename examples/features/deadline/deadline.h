// SPDX-License-Identifier: Apache-2.0
//
// Deadline: the client says how long it will wait. Every server on the way can
// see how long is left, and stops when it is over.

#ifndef EXAMPLES_FEATURES_DEADLINE_DEADLINE_H_
#define EXAMPLES_FEATURES_DEADLINE_DEADLINE_H_

#include <string>

#include "support/story.h"

// Calls the DeadlineServer at `target`, and tells what came of it.
void TellDeadline(const std::string& target, support::Story& story);

#endif  // EXAMPLES_FEATURES_DEADLINE_DEADLINE_H_
