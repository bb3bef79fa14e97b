// SPDX-License-Identifier: Apache-2.0
//
// Bytes that people write in hex. abseil writes it, with BytesToHexString; what
// it has to read it differs between its versions.

#ifndef EXAMPLES_SUPPORT_HEX_H_
#define EXAMPLES_SUPPORT_HEX_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace support {

// The bytes that `hex` stands for, two digits each, in either case. Nothing if
// there is another character in it, or half a byte.
std::optional<std::string> FromHex(absl::string_view hex);

}  // namespace support

#endif  // EXAMPLES_SUPPORT_HEX_H_
