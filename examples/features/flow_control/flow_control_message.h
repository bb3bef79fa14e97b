// SPDX-License-Identifier: Apache-2.0
//
// What both sides send: numbered texts of 16 KiB, and how many bytes of them
// the other side is allowed to have under way.

#ifndef EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_MESSAGE_H_
#define EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_MESSAGE_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

inline constexpr size_t kFlowControlMessageBytes = 16 * 1024;

// How much of a stream may come before it is read.
inline constexpr int kFlowControlWindowBytes = 64 * 1024;

// Key of the initial metadata that tells the client the number of its call, by
// which it can ask about it.
inline constexpr char kFlowControlCallId[] = "call-id";

// A text of kFlowControlMessageBytes that begins with `number` and a space.
std::string FlowControlMessage(int number);

// Whether `text` is the one with this number.
bool IsFlowControlMessage(absl::string_view text, int number);

#endif  // EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_MESSAGE_H_
