// SPDX-License-Identifier: Apache-2.0
//
// Compression: each side chooses, by channel or server, by call and by message,
// how it sends. What that saves is counted on the way.

#ifndef EXAMPLES_FEATURES_COMPRESSION_COMPRESSION_H_
#define EXAMPLES_FEATURES_COMPRESSION_COMPRESSION_H_

#include <string>

#include "support/story.h"

// Calls the CompressionServer at `target`, and tells what came of it.
void TellCompression(const std::string& target, support::Story& story);

#endif  // EXAMPLES_FEATURES_COMPRESSION_COMPRESSION_H_
