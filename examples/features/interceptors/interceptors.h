// SPDX-License-Identifier: Apache-2.0
//
// Interceptors: code that runs for each call of a channel or a server, before
// and after those who make the call and answer it.

#ifndef EXAMPLES_FEATURES_INTERCEPTORS_INTERCEPTORS_H_
#define EXAMPLES_FEATURES_INTERCEPTORS_INTERCEPTORS_H_

#include <string>

#include "support/story.h"

// Calls the InterceptorsServer at `target`, and tells what came of it.
void TellInterceptors(const std::string& target, support::Story& story);

#endif  // EXAMPLES_FEATURES_INTERCEPTORS_INTERCEPTORS_H_
