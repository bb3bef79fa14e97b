// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "field_error.h"
#include "primitives.h"
#include "to_json.h"

namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using nlohmann::json;

// An Amount in the field `field`, or in something that is there.
json AmountToJson(const Message& amount, const FieldDescriptor& field,
                  Party reader) {
  const uint64_t msat =
      Value(amount, *amount.GetDescriptor()->field(0)).UInt64();
  // A bare number is satoshi to some commands (withdraw, fundchannel), and
  // millisatoshi to others. With its unit it is the same to all.
  if (reader == Party::kNode && !absl::EndsWith(field.name(), "_msat")) {
    return absl::StrCat(msat, "msat");
  }
  return msat;
}

// An AmountOrAny, AmountOrAll or Feerate in the field `field`.
absl::StatusOr<json> ChoiceToJson(const Message& choice,
                                  const FieldDescriptor& field, Party reader) {
  const Descriptor& type = *choice.GetDescriptor();
  std::vector<std::string> names;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& chosen = *type.field(i);
    names.emplace_back(chosen.name());
    if (!choice.GetReflection()->HasField(choice, &chosen)) continue;
    const Value value(choice, chosen);
    if (chosen.message_type() != nullptr) {
      return AmountToJson(value.Message(), field, reader);
    }
    if (chosen.type() == FieldDescriptor::TYPE_UINT32) {
      return absl::StrCat(value.UInt32(), chosen.name());
    }
    if (value.Bool()) return std::string(chosen.name());
    return Within(absl::StrCat(".", chosen.name()),
                  WrongValue("false", "true"));
  }
  return WrongValue("nothing",
                    absl::StrCat("one of ", absl::StrJoin(names, ", ")));
}

absl::StatusOr<json> OutpointToJson(const Message& outpoint, Party reader) {
  const Descriptor& type = *outpoint.GetDescriptor();
  auto txid = ScalarToJson(Value(outpoint, *type.field(0)), reader);
  if (!txid.ok()) return Within(".txid", txid.status());
  return absl::StrCat(txid->get<std::string>(), ":",
                      Value(outpoint, *type.field(1)).UInt32());
}

absl::StatusOr<json> OutputDescToJson(const Message& output, Party reader) {
  const Descriptor& type = *output.GetDescriptor();
  const std::string address = Value(output, *type.field(0)).String();
  if (absl::Status status = CheckText(address, reader); !status.ok()) {
    return Within(".address", status);
  }
  const FieldDescriptor& amount = *type.field(1);
  if (!output.GetReflection()->HasField(output, &amount)) {
    return Within(".amount", WrongValue("nothing", "millisatoshi"));
  }
  return json::object({{address, AmountToJson(Value(output, amount).Message(),
                                              amount, reader)}});
}

absl::StatusOr<json> TlvStreamToJson(const Message& stream, Party reader) {
  const FieldDescriptor& field = *stream.GetDescriptor()->field(0);
  const Descriptor& type = *field.message_type();
  json object = json::object();
  for (int i = 0; i < stream.GetReflection()->FieldSize(stream, &field); ++i) {
    const Message& entry = Value(stream, field, i).Message();
    auto bytes = ScalarToJson(Value(entry, *type.field(1)), reader);
    if (!bytes.ok()) return Within(i, bytes.status());
    const auto number = absl::StrCat(Value(entry, *type.field(0)).UInt64());
    if (object.contains(number)) {
      return Within(i, WrongValue(number, "each type once"));
    }
    object[number] = *std::move(bytes);
  }
  return object;
}

}  // namespace

absl::StatusOr<json> PrimitiveToJson(const Value& value, ToJsonTerms terms) {
  const Message& message = value.Message();
  switch (PrimitiveOf(*message.GetDescriptor())) {
    case Primitive::kAmount:
      return AmountToJson(message, value.field(), terms.reader);
    case Primitive::kChoice:
      return ChoiceToJson(message, value.field(), terms.reader);
    case Primitive::kOutpoint:
      return OutpointToJson(message, terms.reader);
    case Primitive::kOutputDesc:
      return OutputDescToJson(message, terms.reader);
    case Primitive::kArray:
      return ArrayToJson(message, *message.GetDescriptor()->field(0), terms);
    case Primitive::kTlvStream:
      return TlvStreamToJson(message, terms.reader);
    case Primitive::kNone:
      break;
  }
  return ObjectToJson(message, terms);
}
