// SPDX-License-Identifier: Apache-2.0

#include "from_json.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
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
  absl::flat_hash_set<std::string> known;
  std::vector<std::string> keys;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const std::string key = JsonKey(field);
    // All fields of a union have the same.
    if (known.insert(key).second) keys.push_back(key);
    known.insert(OtherJsonKey(field));
    known.insert(std::string(field.name()));
  }
  for (const auto& [key, value] : object.items()) {
    if (known.contains(key)) continue;
    const std::string names = absl::StrJoin(keys, ", ");
    return WrongValue(absl::StrCat("the key ", support::Quote(key)),
                      keys.empty() ? "none" : absl::StrCat("one of ", names));
  }
  return absl::OkStatus();
}

absl::Status FieldFromJson(const nlohmann::json& value, Message& message,
                           const FieldDescriptor& field, FromJsonTerms terms) {
  const auto* const oneof = field.real_containing_oneof();
  if (UnionOf(field) != nullptr) {
    if (oneof->field(0) != &field) return absl::OkStatus();  // It was the key.
    return UnionFromJson(value, message, *oneof, terms);
  }
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
    if (!status.ok()) {
      const bool key = UnionOf(field) != nullptr;
      return Within(key ? JsonKey(field) : std::string(field.name()), status);
    }
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
  // The result of `stop` is no object but what its schema calls `result`.
  const auto* const only = message.GetDescriptor()->FindFieldByName("result");
  if (writer == Party::kNode && json.is_string() && only != nullptr) {
    return FromJson({{"result", json}}, message, writer);
  }
  const absl::Status status = ObjectFromJson(json, message, {writer, 0});
  if (status.ok() || status.message().substr(0, 1) != ":") return status;
  return Within(message.GetDescriptor()->name(), status);
}
