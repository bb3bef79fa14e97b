// SPDX-License-Identifier: Apache-2.0
//
// Multiplex: one connection carries many calls at once, of any service and
// kind, and each of them ends when it will.

#ifndef EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_H_
#define EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_H_

#include <string>

#include "support/story.h"

// Calls the MultiplexServer at `target`, and tells what came of it.
void TellMultiplex(const std::string& target, support::Story& story);

#endif  // EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_H_
