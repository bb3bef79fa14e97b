// SPDX-License-Identifier: Apache-2.0
//
// Metadata: keys and values that travel beside the messages. The client sends
// them with its request; the server sends them before its replies and with the
// status.

#ifndef EXAMPLES_FEATURES_METADATA_METADATA_H_
#define EXAMPLES_FEATURES_METADATA_METADATA_H_

#include <string>

#include "support/story.h"

// Calls the MetadataServer at `target`, and tells what came of it.
void TellMetadata(const std::string& target, support::Story& story);

#endif  // EXAMPLES_FEATURES_METADATA_METADATA_H_
