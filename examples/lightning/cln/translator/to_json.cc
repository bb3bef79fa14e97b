// SPDX-License-Identifier: Apache-2.0

#include "to_json.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "field_error.h"
#include "json_names.h"
#include "primitives.h"
#include "support/quote.h"

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using nlohmann::json;

bool IsSet(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (field.is_repeated()) return reflection.FieldSize(message, &field) > 0;
  // Without presence there is no telling, and the command may need it.
  return !field.has_presence() || reflection.HasField(message, &field);
}

// {"key": value, ...}
absl::StatusOr<json> MapToJson(const Message& message,
                               const FieldDescriptor& field,
                               ToJsonTerms terms) {
  const int size = message.GetReflection()->FieldSize(message, &field);
  json object = json::object();
  for (int i = 0; i < size; ++i) {
    const Message& entry = Value(message, field, i).Message();
    const auto& type = *entry.GetDescriptor();
    auto key = ScalarToJson(Value(entry, *type.map_key()), terms.reader);
    if (!key.ok()) return Within(" key", key.status());
    const std::string name =
        key->is_string() ? key->get<std::string>() : key->dump();
    auto value = ValueToJson(Value(entry, *type.map_value()), terms);
    if (!value.ok()) {
      return Within(absl::StrCat("[", support::Quote(name), "]"),
                    value.status());
    }
    object[name] = *std::move(value);
  }
  return object;
}

absl::StatusOr<json> FieldToJson(const Message& message,
                                 const FieldDescriptor& field,
                                 ToJsonTerms terms) {
  if (field.is_map()) return MapToJson(message, field, terms);
  if (field.is_repeated()) return ArrayToJson(message, field, terms);
  return ValueToJson(Value(message, field), terms);
}

}  // namespace

absl::StatusOr<json> ArrayToJson(const Message& message,
                                 const FieldDescriptor& field,
                                 ToJsonTerms terms) {
  const int size = message.GetReflection()->FieldSize(message, &field);
  json array = json::array();
  for (int i = 0; i < size; ++i) {
    auto element = ValueToJson(Value(message, field, i), terms);
    if (!element.ok()) return Within(i, element.status());
    array.push_back(*std::move(element));
  }
  return array;
}

absl::StatusOr<json> ObjectToJson(const Message& message, ToJsonTerms terms) {
  const auto& type = *message.GetDescriptor();
  json object = json::object();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (!IsSet(message, field)) continue;
    auto value = FieldToJson(message, field, terms);
    if (!value.ok()) return Within(field.name(), value.status());
    object[JsonKey(field)] = *std::move(value);
  }
  return object;
}

absl::StatusOr<json> ValueToJson(const Value& value, ToJsonTerms terms) {
  if (value.field().message_type() == nullptr) {
    return ScalarToJson(value, terms.reader);
  }
  if (++terms.depth > kMostDepth) return TooDeep();
  if (PrimitiveOf(*value.field().message_type()) != Primitive::kNone) {
    return PrimitiveToJson(value, terms);
  }
  auto object = ObjectToJson(value.Message(), terms);
  if (!object.ok()) return InMessage(object.status());
  return object;
}

absl::StatusOr<json> ToJson(const Message& message, Party reader) {
  return ObjectToJson(message, {reader, 0});
}
