// SPDX-License-Identifier: Apache-2.0
//
// Messages for people.

#ifndef EXAMPLES_SUPPORT_TEXT_FORMAT_H_
#define EXAMPLES_SUPPORT_TEXT_FORMAT_H_

#include <string>

#include "google/protobuf/message.h"

namespace support {

// The line that is printed before each message of a stream.
inline constexpr char kSeparator[] = "********************\n";

// The message in protobuf's text format, a field a line and letters of every
// alphabet as they are, and an empty line after it. Unlike DebugString, whose
// form is not promised, two runs print the same.
std::string TextFormat(const google::protobuf::Message& message);

}  // namespace support

#endif  // EXAMPLES_SUPPORT_TEXT_FORMAT_H_
