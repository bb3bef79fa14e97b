// SPDX-License-Identifier: Apache-2.0
//
// One client makes a hundred calls at once, in each of the styles that C++ has
// for it, and counts the threads that each style needs.

#ifndef EXAMPLES_FEATURES_ASYNC_STYLES_ASYNC_STYLES_H_
#define EXAMPLES_FEATURES_ASYNC_STYLES_ASYNC_STYLES_H_

#include <string>

#include "support/story.h"

// Calls the AsyncStylesServer at `target`, and tells what came of it. If
// `times`, also how long it took, which is not the same at every run.
void TellAsyncStyles(const std::string& target, support::Story& story,
                     bool times = false);

#endif  // EXAMPLES_FEATURES_ASYNC_STYLES_ASYNC_STYLES_H_
