// SPDX-License-Identifier: Apache-2.0

#include "from_json.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "json_names.h"
#include "primitives.h"
#include "support/quote.h"

namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The member of `object` that is for `field`, or null.
const nlohmann::json* Find(const nlohmann::json& object,
                           const FieldDescriptor& field) {
  for (const std::string& key :
       {JsonKey(field), OtherJsonKey(field), std::string(field.name())}) {
    const auto found = object.find(key);
    if (found != object.end()) return &*found;
  }
  return nullptr;
}

// OK if there is a field for each key.
absl::Status CheckKeys(const nlohmann::json& object, const Descriptor& type) {
  for (const auto& [key, value] : object.items()) {
    bool known = false;
    std::vector<std::string> keys;
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      keys.push_back(JsonKey(field));
      known = known || key == keys.back() || key == OtherJsonKey(field) ||
              key == field.name();
    }
    if (known) continue;
    const std::string names = absl::StrJoin(keys, ", ");
    return WrongValue(absl::StrCat("the key ", support::Quote(key)),
                      keys.empty() ? "none" : absl::StrCat("one of ", names));
  }
  return absl::OkStatus();
}

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

absl::Status FieldFromJson(const nlohmann::json& value, Message& message,
                           const FieldDescriptor& field, FromJsonTerms terms) {
  const auto* const oneof = field.real_containing_oneof();
  if (oneof != nullptr && message.GetReflection()->HasOneof(message, oneof)) {
    return WrongValue(Shown(value),
                      absl::StrCat("only one of those in ", oneof->name()));
  }
  if (field.is_map()) return MapFromJson(value, message, field, terms);
  const Slot slot(message, field);
  if (field.is_repeated()) return ArrayFromJson(value, slot, terms);
  return ValueFromJson(value, slot, terms);
}

}  // namespace

absl::Status ObjectFromJson(const nlohmann::json& object, Message& message,
                            FromJsonTerms terms) {
  const Descriptor& type = *message.GetDescriptor();
  if (!object.is_object()) return WrongValue(Shown(object), "an object");
  if (terms.writer == Party::kPerson) {
    if (absl::Status status = CheckKeys(object, type); !status.ok()) {
      return status;
    }
  }
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const nlohmann::json* const value = Find(object, field);
    if (value == nullptr || value->is_null()) continue;
    const absl::Status status = FieldFromJson(*value, message, field, terms);
    if (!status.ok()) return Within(field.name(), status);
  }
  return absl::OkStatus();
}

absl::Status ValueFromJson(const nlohmann::json& json, const Slot& slot,
                           FromJsonTerms terms) {
  const Descriptor* const type = slot.field().message_type();
  if (type == nullptr) return ScalarFromJson(json, slot, terms.writer);
  if (++terms.depth > kMostDepth) return TooDeep();
  if (PrimitiveOf(*type) != Primitive::kNone) {
    return PrimitiveFromJson(json, slot, terms);
  }
  const absl::Status status = ObjectFromJson(json, slot.Message(), terms);
  return status.ok() ? status : InMessage(status);
}

absl::Status FromJson(const nlohmann::json& json, Message& message,
                      Party writer) {
  const absl::Status status = ObjectFromJson(json, message, {writer, 0});
  if (status.ok() || status.message().substr(0, 1) != ":") return status;
  return Within(message.GetDescriptor()->name(), status);
}
