// SPDX-License-Identifier: Apache-2.0
//
// Channel: it connects when it is used, says whether it is connected, and comes
// back when the server does.

#ifndef EXAMPLES_FEATURES_CHANNEL_CHANNEL_H_
#define EXAMPLES_FEATURES_CHANNEL_CHANNEL_H_

#include <string>

#include "support/journal.h"
#include "support/story.h"

// The whole story. Its servers write to `journal`.
void TellChannel(support::Journal& journal, support::Story& story);

// The steps that need no more than a ChannelServer at `target`.
void CallChannel(const std::string& target, support::Story& story);

#endif  // EXAMPLES_FEATURES_CHANNEL_CHANNEL_H_
