// SPDX-License-Identifier: Apache-2.0
//
// Reflection: a server says what it can do, and a client that has never heard
// of it calls its methods.

#ifndef EXAMPLES_FEATURES_REFLECTION_REFLECTION_H_
#define EXAMPLES_FEATURES_REFLECTION_REFLECTION_H_

#include <string>

#include "support/story.h"

// Calls the ReflectionServer at `target`, and tells what came of it.
void TellReflection(const std::string& target, support::Story& story);

#endif  // EXAMPLES_FEATURES_REFLECTION_REFLECTION_H_
