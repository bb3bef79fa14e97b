// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "from_json.h"
#include "support/quote.h"

namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;

// A key of a map, which JSON has only strings for, as its type is written.
absl::Status KeyFromJson(const std::string& key, const Slot& slot) {
  if (slot.field().cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    slot.Set(key);
    return absl::OkStatus();
  }
  const nlohmann::json number =
      nlohmann::json::parse(key, nullptr, /*allow_exceptions=*/false);
  if (number.is_discarded()) {
    return WrongValue(support::Quote(key), "a number, true or false");
  }
  return ScalarFromJson(number, slot, Party::kPerson);
}

}  // namespace

absl::Status MapFromJson(const nlohmann::json& object, Message& message,
                         const FieldDescriptor& field, FromJsonTerms terms) {
  if (!object.is_object()) return WrongValue(Shown(object), "an object");
  for (const auto& [key, value] : object.items()) {
    Message& entry = Slot(message, field).Message();
    const Descriptor& type = *entry.GetDescriptor();
    absl::Status status = KeyFromJson(key, Slot(entry, *type.map_key()));
    if (status.ok()) {
      status = ValueFromJson(value, Slot(entry, *type.map_value()), terms);
    }
    if (!status.ok()) {
      return Within(absl::StrCat("[", support::Quote(key), "]"), status);
    }
  }
  return absl::OkStatus();
}

absl::Status ArrayFromJson(const nlohmann::json& array, const Slot& slot,
                           FromJsonTerms terms) {
  if (!array.is_array()) return WrongValue(Shown(array), "an array");
  int index = 0;
  for (const nlohmann::json& element : array) {
    const absl::Status status = ValueFromJson(element, slot, terms);
    if (!status.ok()) return Within(index, status);
    ++index;
  }
  return absl::OkStatus();
}

absl::Status UnionFromJson(const nlohmann::json& json, Message& message,
                           const OneofDescriptor& oneof, FromJsonTerms terms) {
  const auto& reflection = *message.GetReflection();
  std::vector<std::string> types;
  for (int i = 0; i < oneof.field_count(); ++i) {
    const FieldDescriptor& field = *oneof.field(i);
    if (ValueFromJson(json, Slot(message, field), terms).ok() &&
        reflection.HasOneof(message, &oneof)) {
      return absl::OkStatus();
    }
    reflection.ClearOneof(&message, &oneof);
    types.emplace_back(field.name());
  }
  return WrongValue(Shown(json),
                    absl::StrCat("one of ", absl::StrJoin(types, ", ")));
}
