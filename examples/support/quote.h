// SPDX-License-Identifier: Apache-2.0
//
// A stranger's text in a message for people.

#ifndef EXAMPLES_SUPPORT_QUOTE_H_
#define EXAMPLES_SUPPORT_QUOTE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace support {

// `text` in quotes, on one line: characters that are not to be shown, and bytes
// that are not UTF-8, become escapes. Of more than 64 bytes the first are
// shown, and how many there are: "aaaa..." (5000 bytes).
std::string Quote(absl::string_view text);

}  // namespace support

#endif  // EXAMPLES_SUPPORT_QUOTE_H_
