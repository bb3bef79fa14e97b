// SPDX-License-Identifier: Apache-2.0

#include "support/text_format.h"

#include <string>

#include "google/protobuf/text_format.h"

namespace support {

std::string TextFormat(const google::protobuf::Message& message) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  if (!printer.PrintToString(message, &text)) {
    return "(a message that text format cannot show)\n\n";
  }
  return text + "\n";
}

}  // namespace support
