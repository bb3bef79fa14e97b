// SPDX-License-Identifier: Apache-2.0
//
// Testing: a service and its clients without a network, in three ways, and how
// one of them misleads.

#ifndef EXAMPLES_FEATURES_TESTING_TESTING_H_
#define EXAMPLES_FEATURES_TESTING_TESTING_H_

#include <string>

#include "support/journal.h"
#include "support/story.h"

// Tests service and client in all three ways, and tells what came of it.
void TellTesting(support::Journal& journal, support::Story& story);

// Over the network, calls the TestingServer at `target` with the same client.
void CallTesting(const std::string& target, support::Story& story);

#endif  // EXAMPLES_FEATURES_TESTING_TESTING_H_
