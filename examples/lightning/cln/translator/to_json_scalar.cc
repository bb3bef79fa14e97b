// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "field_error.h"
#include "json_names.h"
#include "support/quote.h"
#include "to_json.h"
#include "utf8cpp/utf8.h"

namespace {

using google::protobuf::FieldDescriptor;
using nlohmann::json;

absl::StatusOr<json> NumberToJson(double number) {
  if (!std::isfinite(number)) {
    return WrongValue(absl::StrCat(number), "a finite number");
  }
  return number;
}

absl::StatusOr<json> EnumToJson(const Value& value, Party reader) {
  const int number = value.Enum();
  const auto* const known =
      value.field().enum_type()->FindValueByNumber(number);
  if (known != nullptr) return JsonWord(*known);
  if (reader == Party::kPerson) return number;
  return WrongValue(
      absl::StrCat(number),
      absl::StrCat("a value of ", value.field().enum_type()->full_name()));
}

absl::StatusOr<json> BytesToJson(const Value& value, Party reader) {
  const std::string bytes = value.String();
  const std::optional<size_t> wanted = BytesIn(value.field());
  // The bytes are not shown: they may be a secret.
  if (reader == Party::kNode && wanted.has_value() && bytes.size() != *wanted) {
    return WrongValue(absl::StrCat(bytes.size(), " bytes"),
                      absl::StrCat(*wanted));
  }
  return absl::BytesToHexString(bytes);
}

absl::StatusOr<json> TextToJson(const Value& value, Party reader) {
  std::string text = value.String();
  if (absl::Status status = CheckText(text, reader); !status.ok()) {
    return status;
  }
  return text;
}

}  // namespace

absl::Status CheckText(const std::string& text, Party reader) {
  if (!utf8::is_valid(text.begin(), text.end())) {
    return WrongValue(support::Quote(text), "UTF-8");
  }
  // JSON writes these as \b, \t, \n, \f and \r. It has but \u0001 for other
  // control characters, and lightningd takes no \u: json_escape_unescape in its
  // ccan/json_escape/json_escape.c.
  constexpr absl::string_view kTaken = "\b\t\n\f\r";
  const bool refused =
      std::any_of(text.begin(), text.end(), [kTaken](unsigned char c) {
        return c < ' ' &&
               kTaken.find(static_cast<char>(c)) == absl::string_view::npos;
      });
  if (refused && reader == Party::kNode) {
    return WrongValue(support::Quote(text),
                      "no control characters but \\b, \\t, \\n, \\f and \\r");
  }
  return absl::OkStatus();
}

absl::StatusOr<json> ScalarToJson(const Value& value, Party reader) {
  switch (value.field().cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return value.Bool();
    case FieldDescriptor::CPPTYPE_INT32:
      return value.Int32();
    case FieldDescriptor::CPPTYPE_INT64:
      return value.Int64();
    case FieldDescriptor::CPPTYPE_UINT32:
      return value.UInt32();
    case FieldDescriptor::CPPTYPE_UINT64:
      return value.UInt64();
    case FieldDescriptor::CPPTYPE_FLOAT:
      return NumberToJson(value.Float());
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return NumberToJson(value.Double());
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumToJson(value, reader);
    case FieldDescriptor::CPPTYPE_STRING:
      return value.field().type() == FieldDescriptor::TYPE_BYTES
                 ? BytesToJson(value, reader)
                 : TextToJson(value, reader);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  return WrongValue("a message", "a scalar");  // See ValueToJson: never.
}
