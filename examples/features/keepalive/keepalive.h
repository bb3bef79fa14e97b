// SPDX-License-Identifier: Apache-2.0
//
// Keepalive: a connection on which nothing is said looks the same whether the
// other side has nothing to say or is no more. Who wants to know has to ask.

#ifndef EXAMPLES_FEATURES_KEEPALIVE_KEEPALIVE_H_
#define EXAMPLES_FEATURES_KEEPALIVE_KEEPALIVE_H_

#include <string>

#include "support/story.h"

// Calls the KeepaliveServer at `target`, over a network that falls silent, and
// tells what came of it.
void TellKeepalive(const std::string& target, support::Story& story);

#endif  // EXAMPLES_FEATURES_KEEPALIVE_KEEPALIVE_H_
