// SPDX-License-Identifier: Apache-2.0

#include "flow_control_message.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

std::string FlowControlMessage(int number) {
  std::string text = absl::StrCat(number, " ");
  text.resize(kFlowControlMessageBytes, '.');
  return text;
}

bool IsFlowControlMessage(absl::string_view text, int number) {
  return text.size() == kFlowControlMessageBytes &&
         absl::StartsWith(text, absl::StrCat(number, " "));
}
