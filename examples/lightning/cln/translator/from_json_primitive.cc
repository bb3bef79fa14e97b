// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "from_json.h"
#include "primitives.h"
#include "support/quote.h"

namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The number before `unit`, if `json` is such a string: "1000msat".
std::optional<uint64_t> NumberOf(const nlohmann::json& json,
                                 absl::string_view unit) {
  if (!json.is_string()) return std::nullopt;
  absl::string_view text = json.get_ref<const std::string&>();
  if (!absl::ConsumeSuffix(&text, unit)) return std::nullopt;
  return FromDigits(text);
}

absl::Status AmountFromJson(const nlohmann::json& json, Message& amount) {
  const FieldDescriptor& msat = *amount.GetDescriptor()->field(0);
  std::optional<uint64_t> number = NumberOf(json, "msat");
  if (!number.has_value()) {
    const absl::StatusOr<uint64_t> bare = IntegerFromJson<uint64_t>(json);
    if (!bare.ok()) {
      return WrongValue(Shown(json), "a whole number of millisatoshi");
    }
    number = *bare;
  }
  Slot(amount, msat).Set(*number);
  return absl::OkStatus();
}

// True if `json` stands for the field `chosen`, a word or a number with a unit,
// which is then set.
bool Choose(const nlohmann::json& json, Message& choice,
            const FieldDescriptor& chosen) {
  const Slot slot(choice, chosen);
  if (chosen.type() == FieldDescriptor::TYPE_BOOL) {
    if (!json.is_string() ||
        !absl::EqualsIgnoreCase(json.get_ref<const std::string&>(),
                                chosen.name())) {
      return false;
    }
    slot.Set(true);
    return true;
  }
  const auto number = NumberOf(json, chosen.name());
  if (!number.has_value() || !std::in_range<uint32_t>(*number)) return false;
  slot.Set(static_cast<uint32_t>(*number));
  return true;
}

absl::Status ChoiceFromJson(const nlohmann::json& json, Message& choice) {
  const Descriptor& type = *choice.GetDescriptor();
  std::vector<std::string> wanted;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& chosen = *type.field(i);
    if (chosen.message_type() != nullptr) {
      const Slot slot(choice, chosen);
      if (AmountFromJson(json, slot.Message()).ok()) return absl::OkStatus();
      wanted.emplace_back("a whole number of millisatoshi");
      continue;
    }
    if (Choose(json, choice, chosen)) return absl::OkStatus();
    const bool word = chosen.type() == FieldDescriptor::TYPE_BOOL;
    wanted.push_back(
        absl::StrCat("\"", word ? "" : "NUMBER", chosen.name(), "\""));
  }
  return WrongValue(Shown(json), absl::StrJoin(wanted, " or "));
}

absl::Status OutpointFromJson(const nlohmann::json& json, Message& outpoint,
                              FromJsonTerms terms) {
  if (json.is_object()) return ObjectFromJson(json, outpoint, terms);
  if (!json.is_string()) return WrongValue(Shown(json), "\"TXID:OUTPUT\"");
  const absl::string_view text = json.get_ref<const std::string&>();
  const size_t colon = text.find(':');
  const auto txid = FromHex(text.substr(0, colon));
  const auto outnum = colon == absl::string_view::npos
                          ? std::nullopt
                          : FromDigits(text.substr(colon + 1));
  if (!txid.ok() || !outnum.has_value() || !std::in_range<uint32_t>(*outnum)) {
    return WrongValue(Shown(json), "\"TXID:OUTPUT\"");
  }
  const Descriptor& type = *outpoint.GetDescriptor();
  Slot(outpoint, *type.field(0)).Set(*txid);
  Slot(outpoint, *type.field(1)).Set(static_cast<uint32_t>(*outnum));
  return absl::OkStatus();
}

absl::Status OutputDescFromJson(const nlohmann::json& json, Message& output) {
  if (!json.is_object() || json.size() != 1) {
    return WrongValue(Shown(json), "{\"ADDRESS\": MILLISATOSHI}");
  }
  const Descriptor& type = *output.GetDescriptor();
  const auto member = json.begin();
  const absl::Status status =
      ScalarFromJson(member.key(), Slot(output, *type.field(0)), {});
  if (!status.ok()) return Within(".address", status);
  const absl::Status amount =
      AmountFromJson(*member, Slot(output, *type.field(1)).Message());
  return amount.ok() ? amount : Within(".amount", amount);
}

absl::Status TlvStreamFromJson(const nlohmann::json& json, Message& stream) {
  if (!json.is_object()) return WrongValue(Shown(json), "an object");
  const FieldDescriptor& entries = *stream.GetDescriptor()->field(0);
  const Descriptor& type = *entries.message_type();
  for (const auto& [key, value] : json.items()) {
    const std::string name = absl::StrCat("[", support::Quote(key), "]");
    const auto number = FromDigits(key);
    if (!number.has_value()) {
      return Within(name, WrongValue("its key", "decimal digits"));
    }
    Message& entry = Slot(stream, entries).Message();
    Slot(entry, *type.field(0)).Set(*number);
    const absl::Status status =
        ScalarFromJson(value, Slot(entry, *type.field(1)), {});
    if (!status.ok()) return Within(name, status);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status PrimitiveFromJson(const nlohmann::json& json, const Slot& slot,
                               FromJsonTerms terms) {
  Message& message = slot.Message();
  switch (PrimitiveOf(*message.GetDescriptor())) {
    case Primitive::kAmount:
      return AmountFromJson(json, message);
    case Primitive::kChoice:
      return ChoiceFromJson(json, message);
    case Primitive::kOutpoint: {
      const absl::Status status = OutpointFromJson(json, message, terms);
      return status.ok() ? status : InMessage(status);
    }
    case Primitive::kOutputDesc:
      return OutputDescFromJson(json, message);
    case Primitive::kArray:
      return ArrayFromJson(
          json, Slot(message, *message.GetDescriptor()->field(0)), terms);
    case Primitive::kTlvStream:
      return TlvStreamFromJson(json, message);
    case Primitive::kNone:
      break;
  }
  return ObjectFromJson(json, message, terms);
}
