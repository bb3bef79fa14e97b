// SPDX-License-Identifier: Apache-2.0

#include "json_names.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::OneofDescriptor;

// Words that do not follow from the names: with another separator than a space,
// in capital letters, or spelled differently.
constexpr std::pair<absl::string_view, absl::string_view> kWords[] = {
    {"CREATE_OR_APPEND", "create-or-append"},
    {"CREATE_OR_REPLACE", "create-or-replace"},
    {"MUST_APPEND", "must-append"},
    {"MUST_CREATE", "must-create"},
    {"MUST_REPLACE", "must-replace"},
    {"LOCAL_FAILED", "local_failed"},
    {"IO_IN", "IO_IN"},
    {"IO_OUT", "IO_OUT"},
    {"DualopendOpenCommittReady", "DUALOPEND_OPEN_COMMIT_READY"},
    {"static_remotekey_even", "static_remotekey/even"},
    {"anchor_outputs_even", "anchor_outputs/even"},
    {"anchors_zero_fee_htlc_tx_even", "anchors_zero_fee_htlc_tx/even"},
    {"scid_alias_even", "scid_alias/even"},
    {"zeroconf_even", "zeroconf/even"},
    {"anchors_even", "anchors/even"},
};

constexpr std::pair<absl::string_view, size_t> kBytes[] = {
    {"channel_id", 32},       {"destination", 33},
    {"fromid", 33},           {"id", 33},
    {"localinvreqid", 32},    {"node", 33},
    {"node_id", 33},          {"offer_id", 32},
    {"path_key", 33},         {"payment_hash", 32},
    {"payment_preimage", 32}, {"payment_secret", 32},
    {"preimage", 32},         {"pubkey", 33},
    {"session_key", 32},      {"shared_secrets", 32},
    {"source", 33},           {"txid", 32},
};

// The letters and digits, in lower case.
std::string Letters(absl::string_view word) {
  std::string letters;
  for (const char c : word) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      letters.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
    }
  }
  return letters;
}

// ChanneldNormal as CHANNELD_NORMAL.
std::string Shout(absl::string_view name) {
  std::string word;
  for (const char c : name) {
    const auto letter = static_cast<unsigned char>(c);
    if (absl::ascii_isupper(letter) && !word.empty()) word.push_back('_');
    word.push_back(absl::ascii_toupper(letter));
  }
  return word;
}

bool IsMixed(absl::string_view name) {
  return std::any_of(name.begin(), name.end(), absl::ascii_islower) &&
         std::any_of(name.begin(), name.end(), absl::ascii_isupper);
}

}  // namespace

const OneofDescriptor* UnionOf(const FieldDescriptor& field) {
  const OneofDescriptor* const oneof = field.real_containing_oneof();
  if (oneof == nullptr) return nullptr;
  const std::string prefix = absl::StrCat(oneof->name(), "_");
  for (int i = 0; i < oneof->field_count(); ++i) {
    if (!absl::StartsWith(oneof->field(i)->name(), prefix)) return nullptr;
  }
  return oneof;
}

std::string JsonKey(const FieldDescriptor& field) {
  const OneofDescriptor* const oneof = UnionOf(field);
  if (oneof != nullptr) return std::string(oneof->name());
  const std::string name(field.name());
  if (name == "item_type") return "type";
  if (name == "lightning_dir" || name == "format_hint") {
    return OtherJsonKey(field);
  }
  return name;
}

std::string OtherJsonKey(const FieldDescriptor& field) {
  return absl::StrReplaceAll(field.name(), {{"_", "-"}});
}

std::string JsonWord(const EnumValueDescriptor& value) {
  const absl::string_view name = value.name();
  for (const auto& [known, word] : kWords) {
    if (name == known) return std::string(word);
  }
  if (IsMixed(name)) return Shout(name);
  return absl::AsciiStrToLower(absl::StrReplaceAll(name, {{"_", " "}}));
}

const EnumValueDescriptor* FindByJsonWord(
    const google::protobuf::EnumDescriptor& type, absl::string_view word) {
  const std::string letters = Letters(word);
  for (int i = 0; i < type.value_count(); ++i) {
    const EnumValueDescriptor& value = *type.value(i);
    if (Letters(value.name()) == letters || JsonWord(value) == word) {
      return &value;
    }
  }
  return nullptr;
}

std::optional<size_t> BytesIn(const FieldDescriptor& field) {
  for (const auto& [name, bytes] : kBytes) {
    if (field.name() == name) return bytes;
  }
  return std::nullopt;
}
