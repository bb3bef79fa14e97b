// SPDX-License-Identifier: Apache-2.0

#include "proto_text.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

// Writes definitions, and notes what they are made of.
class Writer {
 public:
  // Has `message` written later, unless it is already.
  void Need(const Descriptor* message) { NeedIn(messages_, message); }

  std::string Write() {
    std::string text;
    // The list grows meanwhile.
    for (size_t i = 0; i < messages_.size(); ++i) {
      absl::StrAppend(&text, MessageText(*messages_[i]));
    }
    for (const EnumDescriptor* type : enums_) {
      absl::StrAppend(&text, EnumText(*type));
    }
    return text;
  }

 private:
  template <typename T>
  static void NeedIn(std::vector<const T*>& list, const T* type) {
    if (std::find(list.begin(), list.end(), type) == list.end()) {
      list.push_back(type);
    }
  }

  std::string TypeText(const FieldDescriptor& field) {
    if (field.message_type() != nullptr) {
      Need(field.message_type());
      return std::string(field.message_type()->full_name());
    }
    if (field.enum_type() != nullptr) {
      NeedIn(enums_, field.enum_type());
      return std::string(field.enum_type()->full_name());
    }
    return std::string(field.type_name());
  }

  std::string FieldText(const FieldDescriptor& field) {
    std::string type;
    if (field.is_map()) {
      const Descriptor& entry = *field.message_type();
      type = absl::StrCat("map<", TypeText(*entry.map_key()), ", ",
                          TypeText(*entry.map_value()), ">");
    } else {
      type = absl::StrCat(Label(field), TypeText(field));
    }
    return absl::StrCat(type, " ", field.name(), " = ", field.number(), ";\n");
  }

  static absl::string_view Label(const FieldDescriptor& field) {
    if (field.is_repeated()) return "repeated ";
    if (field.is_required()) return "required ";
    // A message can be left out in any case, and so can one of several.
    const bool said = field.has_presence() && field.message_type() == nullptr &&
                      field.real_containing_oneof() == nullptr;
    return said ? "optional " : "";
  }

  std::string MessageText(const Descriptor& message) {
    std::string text = absl::StrCat("message ", message.full_name(), " {\n");
    for (int i = 0; i < message.field_count(); ++i) {
      const FieldDescriptor& field = *message.field(i);
      const auto* const oneof = field.real_containing_oneof();
      if (oneof == nullptr) {
        absl::StrAppend(&text, "  ", FieldText(field));
      } else if (oneof->field(0) == &field) {
        absl::StrAppend(&text, "  oneof ", oneof->name(), " {\n");
        for (int j = 0; j < oneof->field_count(); ++j) {
          absl::StrAppend(&text, "    ", FieldText(*oneof->field(j)));
        }
        absl::StrAppend(&text, "  }\n");
      }
    }
    return text + "}\n";
  }

  static std::string EnumText(const EnumDescriptor& type) {
    std::string text = absl::StrCat("enum ", type.full_name(), " {\n");
    for (int i = 0; i < type.value_count(); ++i) {
      absl::StrAppend(&text, "  ", type.value(i)->name(), " = ",
                      type.value(i)->number(), ";\n");
    }
    return text + "}\n";
  }

  std::vector<const Descriptor*> messages_;
  std::vector<const EnumDescriptor*> enums_;
};

}  // namespace

std::string ProtoText(const google::protobuf::MethodDescriptor& method) {
  Writer writer;
  writer.Need(method.input_type());
  writer.Need(method.output_type());
  return absl::StrCat(
      "rpc ", method.name(), "(", method.client_streaming() ? "stream " : "",
      method.input_type()->full_name(), ") returns (",
      method.server_streaming() ? "stream " : "",
      method.output_type()->full_name(), ");\n", writer.Write());
}
