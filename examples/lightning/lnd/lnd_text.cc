// SPDX-License-Identifier: Apache-2.0

#include "lnd_text.h"

#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/text_format.h"

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::TextFormat;

// Text with letters of every alphabet as they are, and bytes in hex.
class ValuePrinter final : public TextFormat::FastFieldValuePrinter {
 public:
  void PrintString(const std::string& value,
                   TextFormat::BaseTextGenerator* generator) const override {
    generator->PrintString(
        absl::StrCat("\"", absl::Utf8SafeCEscape(value), "\""));
  }
  void PrintBytes(const std::string& value,
                  TextFormat::BaseTextGenerator* generator) const override {
    generator->PrintString(
        absl::StrCat("\"", absl::BytesToHexString(value), "\""));
  }
};

// The value of `field`, or of its element `index` if it is repeated.
std::string ValueText(const google::protobuf::Message& message,
                      const FieldDescriptor& field, int index) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    TextFormat::Printer printer;
    printer.SetDefaultFieldValuePrinter(new ValuePrinter);  // Takes it over.
    std::string text;
    printer.PrintFieldValueToString(message, &field, index, &text);
    return absl::StrCat(": ", text);
  }
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  const std::string text = LndText(
      index < 0 ? reflection.GetMessage(message, &field)
                : reflection.GetRepeatedMessage(message, &field, index));
  std::string indented;
  for (const absl::string_view line :
       absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    absl::StrAppend(&indented, "  ", line, "\n");
  }
  return absl::StrCat(" {\n", indented, "}");
}

// Whether there is something to show of a field that is not repeated.
bool IsShown(const google::protobuf::Message& message,
             const FieldDescriptor& field) {
  const bool number = field.cpp_type() != FieldDescriptor::CPPTYPE_STRING &&
                      field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE;
  return number || message.GetReflection()->HasField(message, &field);
}

}  // namespace

std::string LndText(const google::protobuf::Message& message) {
  std::string text;
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    if (field.options().deprecated()) continue;
    if (!field.is_repeated() && IsShown(message, field)) {
      absl::StrAppend(&text, field.name(), ValueText(message, field, -1), "\n");
    }
    const int size = field.is_repeated()
                         ? message.GetReflection()->FieldSize(message, &field)
                         : 0;
    for (int index = 0; index < size; ++index) {
      absl::StrAppend(&text, field.name(), ValueText(message, field, index),
                      "\n");
    }
  }
  return text;
}

std::string SatoshiText(int64_t millisatoshi) {
  if (millisatoshi % 1000 == 0) {
    return absl::StrCat(millisatoshi / 1000, " sat");
  }
  const char* const sign = millisatoshi < 0 ? "-" : "";
  return absl::StrFormat("%s%d.%03d sat", sign, std::abs(millisatoshi / 1000),
                         std::abs(millisatoshi % 1000));
}
