// SPDX-License-Identifier: Apache-2.0
//
// Flow control: a writer gets no further ahead of its reader than a window, and
// waits.

#ifndef EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_H_
#define EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_H_

#include <string>

#include "support/story.h"

// Calls the FlowControlServer at `target`, and tells what came of it.
void TellFlowControl(const std::string& target, support::Story& story);

#endif  // EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_H_
