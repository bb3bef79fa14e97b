// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "from_json.h"
#include "json_names.h"
#include "support/hex.h"
#include "support/quote.h"
#include "utf8cpp/utf8.h"

namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

template <typename T>
absl::Status IntegerInto(const Slot& slot, const nlohmann::json& json) {
  const absl::StatusOr<T> number = IntegerFromJson<T>(json);
  if (number.ok()) slot.Set(*number);
  return number.status();
}

template <typename T>
absl::Status NumberInto(const Slot& slot, const nlohmann::json& json) {
  if (!json.is_number()) return WrongValue(Shown(json), "a number");
  const auto number = json.get<double>();
  if (std::abs(number) > std::numeric_limits<T>::max()) {
    return WrongValue(Shown(json), "a number that fits into a float");
  }
  slot.Set(static_cast<T>(number));
  return absl::OkStatus();
}

absl::Status BoolInto(const Slot& slot, const nlohmann::json& json) {
  if (!json.is_boolean()) return WrongValue(Shown(json), "true or false");
  slot.Set(json.get<bool>());
  return absl::OkStatus();
}

absl::Status EnumInto(const Slot& slot, const nlohmann::json& json,
                      Party writer) {
  const FieldDescriptor& field = slot.field();
  const EnumDescriptor& type = *field.enum_type();
  if (json.is_string()) {
    const auto* const value =
        FindByJsonWord(type, json.get_ref<const std::string&>());
    if (value != nullptr) {
      slot.SetEnum(value->number());
      return absl::OkStatus();
    }
    if (writer == Party::kNode) {
      if (!field.is_repeated() && !field.has_presence()) slot.SetEnum(-1);
      return absl::OkStatus();
    }
  }
  std::vector<std::string> words;
  for (int i = 0; i < type.value_count(); ++i) {
    words.push_back(JsonWord(*type.value(i)));
  }
  return WrongValue(Shown(json),
                    absl::StrCat("one of ", absl::StrJoin(words, ", ")));
}

absl::Status StringInto(const Slot& slot, const nlohmann::json& json) {
  if (!json.is_string()) return WrongValue(Shown(json), "a string");
  const auto& text = json.get_ref<const std::string&>();
  if (slot.field().type() == FieldDescriptor::TYPE_BYTES) {
    const auto bytes = FromHex(text);
    if (bytes.ok()) slot.Set(*bytes);
    return bytes.status();
  }
  // A parser sees to it. JSON that was made by a program can have anything.
  if (!utf8::is_valid(text.begin(), text.end())) {
    return WrongValue(support::Quote(text), "UTF-8");
  }
  slot.Set(text);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> FromHex(absl::string_view hex) {
  const auto* const odd =
      std::find_if_not(hex.begin(), hex.end(),
                       [](unsigned char c) { return absl::ascii_isxdigit(c); });
  if (odd != hex.end()) {
    const auto index = static_cast<size_t>(odd - hex.begin());
    return WrongValue(absl::StrCat("its character ", index + 1, ", ",
                                   support::Quote(hex.substr(index, 1))),
                      "hex digits");
  }
  if (hex.size() % 2 != 0) {
    return WrongValue(absl::StrCat(hex.size(), " hex digits"),
                      "two for each byte");
  }
  return *support::FromHex(hex);
}

std::optional<uint64_t> FromDigits(absl::string_view text) {
  uint64_t number = 0;
  // SimpleAtoi alone takes signs and spaces, too.
  if (!std::all_of(text.begin(), text.end(),
                   [](unsigned char c) { return absl::ascii_isdigit(c); }) ||
      !absl::SimpleAtoi(text, &number)) {
    return std::nullopt;
  }
  return number;
}

absl::Status ScalarFromJson(const nlohmann::json& json, const Slot& slot,
                            Party writer) {
  switch (slot.field().cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return BoolInto(slot, json);
    case FieldDescriptor::CPPTYPE_INT32:
      return IntegerInto<int32_t>(slot, json);
    case FieldDescriptor::CPPTYPE_INT64:
      return IntegerInto<int64_t>(slot, json);
    case FieldDescriptor::CPPTYPE_UINT32:
      return IntegerInto<uint32_t>(slot, json);
    case FieldDescriptor::CPPTYPE_UINT64:
      return IntegerInto<uint64_t>(slot, json);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return NumberInto<float>(slot, json);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return NumberInto<double>(slot, json);
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumInto(slot, json, writer);
    case FieldDescriptor::CPPTYPE_STRING:
      return StringInto(slot, json);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  return WrongValue("a message", "a scalar");  // See ValueFromJson: never.
}
