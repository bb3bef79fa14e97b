// SPDX-License-Identifier: Apache-2.0
//
// Cancellation: the client wants the answer no more. The server hears of it,
// and stops.

#ifndef EXAMPLES_FEATURES_CANCELLATION_CANCELLATION_H_
#define EXAMPLES_FEATURES_CANCELLATION_CANCELLATION_H_

#include <string>

#include "support/story.h"

// Calls the CancellationServer at `target`, and tells what came of it.
void TellCancellation(const std::string& target, support::Story& story);

#endif  // EXAMPLES_FEATURES_CANCELLATION_CANCELLATION_H_
