// SPDX-License-Identifier: Apache-2.0
//
// Error handling: which code for which failure, and what a client does when it
// gets one.

#ifndef EXAMPLES_FEATURES_ERROR_HANDLING_ERROR_HANDLING_H_
#define EXAMPLES_FEATURES_ERROR_HANDLING_ERROR_HANDLING_H_

#include <string>

#include "support/story.h"

// Calls the ErrorHandlingServer at `target`, and tells what came of it. Sends
// all guests home, before and after.
void TellErrorHandling(const std::string& target, support::Story& story);

#endif  // EXAMPLES_FEATURES_ERROR_HANDLING_ERROR_HANDLING_H_
