// SPDX-License-Identifier: Apache-2.0

#include "primitives.h"

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// True if the first field is `name`, of the type `type` and not repeated.
bool Is(const FieldDescriptor& field, absl::string_view name,
        FieldDescriptor::Type type) {
  return field.name() == name && field.type() == type && !field.is_repeated();
}

bool IsAmount(const Descriptor& type) {
  return type.name() == "Amount" && type.field_count() == 1 &&
         Is(*type.field(0), "msat", FieldDescriptor::TYPE_UINT64);
}

bool IsAmountField(const FieldDescriptor& field) {
  return Is(field, "amount", FieldDescriptor::TYPE_MESSAGE) &&
         IsAmount(*field.message_type());
}

// One oneof, of an amount, words (bool) and numbers with a unit (uint32).
bool IsChoice(const Descriptor& type) {
  if (type.real_oneof_decl_count() != 1 ||
      type.oneof_decl(0)->field_count() != type.field_count()) {
    return false;
  }
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.type() != FieldDescriptor::TYPE_BOOL &&
        field.type() != FieldDescriptor::TYPE_UINT32 && !IsAmountField(field)) {
      return false;
    }
  }
  return true;
}

bool IsOutpoint(const Descriptor& type) {
  return type.field_count() == 2 &&
         Is(*type.field(0), "txid", FieldDescriptor::TYPE_BYTES) &&
         Is(*type.field(1), "outnum", FieldDescriptor::TYPE_UINT32);
}

bool IsOutputDesc(const Descriptor& type) {
  return type.field_count() == 2 &&
         Is(*type.field(0), "address", FieldDescriptor::TYPE_STRING) &&
         IsAmountField(*type.field(1));
}

bool IsTlvStream(const Descriptor& type) {
  if (type.field_count() != 1 || !type.field(0)->is_repeated() ||
      type.field(0)->message_type() == nullptr) {
    return false;
  }
  const Descriptor& entry = *type.field(0)->message_type();
  return entry.field_count() == 2 &&
         Is(*entry.field(0), "type", FieldDescriptor::TYPE_UINT64) &&
         Is(*entry.field(1), "value", FieldDescriptor::TYPE_BYTES);
}

// A repeated field cannot be repeated, nor can it be one of several in a oneof:
// this takes a message around it.
bool IsArray(const Descriptor& type) {
  if (type.field_count() != 1 || !type.field(0)->is_repeated() ||
      type.field(0)->is_map()) {
    return false;
  }
  return type.field(0)->name() == "items" ||
         absl::EndsWith(type.name(), "Routehint") ||
         absl::EndsWith(type.name(), "RoutehintList");
}

}  // namespace

Primitive PrimitiveOf(const Descriptor& type) {
  const absl::string_view name = type.name();
  if (IsAmount(type)) return Primitive::kAmount;
  if ((name == "AmountOrAny" || name == "AmountOrAll" || name == "Feerate") &&
      IsChoice(type)) {
    return Primitive::kChoice;
  }
  if (name == "Outpoint" && IsOutpoint(type)) return Primitive::kOutpoint;
  if (name == "OutputDesc" && IsOutputDesc(type)) return Primitive::kOutputDesc;
  if (name == "TlvStream" && IsTlvStream(type)) return Primitive::kTlvStream;
  if (IsArray(type)) return Primitive::kArray;
  return Primitive::kNone;
}
