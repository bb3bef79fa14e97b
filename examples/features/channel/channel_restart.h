// SPDX-License-Identifier: Apache-2.0
//
// What a channel does when its server stops and comes back.

#ifndef EXAMPLES_FEATURES_CHANNEL_CHANNEL_RESTART_H_
#define EXAMPLES_FEATURES_CHANNEL_CHANNEL_RESTART_H_

#include <string>

#include "support/journal.h"
#include "support/story.h"

// Starts a ChannelServer on `address`, HOST:PORT, stops it and starts it again.
// Nobody else must listen there in between.
void TellChannelRestart(const std::string& address, support::Journal& journal,
                        support::Story& story);

#endif  // EXAMPLES_FEATURES_CHANNEL_CHANNEL_RESTART_H_
