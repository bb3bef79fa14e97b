// SPDX-License-Identifier: Apache-2.0
//
// Error details: messages that travel with a failed call's code and say what a
// program can act on: which fields are wrong, how long to wait.

#ifndef EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_H_
#define EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_H_

#include <string>

#include "support/story.h"

// Calls the ErrorDetailsServer at `target`, and tells what came of it.
void TellErrorDetails(const std::string& target, support::Story& story);

#endif  // EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_H_
