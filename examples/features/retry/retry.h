// SPDX-License-Identifier: Apache-2.0
//
// Retry: the client's channel knows which failures are worth another attempt.
// For the caller it is one call all the same.

#ifndef EXAMPLES_FEATURES_RETRY_RETRY_H_
#define EXAMPLES_FEATURES_RETRY_RETRY_H_

#include <string>

#include "support/story.h"

// Calls the RetryServer at `target`, and tells what came of it.
void TellRetry(const std::string& target, support::Story& story);

#endif  // EXAMPLES_FEATURES_RETRY_RETRY_H_
