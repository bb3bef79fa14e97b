// SPDX-License-Identifier: Apache-2.0

#include "json_names.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::OneofDescriptor;

// Words with spaces or hyphens, of which protobuf's names tell nothing, and one
// that is spelled differently.
constexpr std::pair<absl::string_view, absl::string_view> kWords[] = {
    {"BOLT11_INVOICE", "bolt11 invoice"},
    {"BOLT12_INVOICE", "bolt12 invoice"},
    {"BOLT12_INVOICE_REQUEST", "bolt12 invoice_request"},
    {"BOLT12_OFFER", "bolt12 offer"},
    {"BOLT12_PAYER_PROOF", "bolt12 payer_proof"},
    {"CREATE_OR_APPEND", "create-or-append"},
    {"CREATE_OR_REPLACE", "create-or-replace"},
    {"DualopendOpenCommittReady", "DUALOPEND_OPEN_COMMIT_READY"},
    {"EMERGENCY_RECOVER", "emergency recover"},
    {"LOCAL_SOCKET", "local socket"},
    {"MUST_APPEND", "must-append"},
    {"MUST_CREATE", "must-create"},
    {"MUST_REPLACE", "must-replace"},
    {"RECOVERY_RESTART_IN_PROGRESS", "Recovery restart in progress"},
    {"SHUTDOWN_COMPLETE", "Shutdown complete"},
};

constexpr std::pair<absl::string_view, size_t> kBytes[] = {
    {"channel_id", 32},
    {"destination", 33},
    {"fromid", 33},
    {"fronting_nodes", 33},
    {"id", 33},
    {"localinvreqid", 32},
    {"node", 33},
    {"node_id", 33},
    {"offer_id", 32},
    {"path_key", 33},
    {"payment_hash", 32},
    {"payment_preimage", 32},
    {"payment_secret", 32},
    {"preimage", 32},
    {"pubkey", 33},
    {"session_key", 32},
    {"shared_secrets", 32},
    {"source", 33},
    {"txid", 32},
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
  // Options of the node's command line, and few others.
  const bool hyphens =
      field.containing_type()->name() == "ListconfigsConfigs" ||
      name == "lightning_dir" || name == "format_hint" || name == "dev_wetrun";
  return hyphens ? OtherJsonKey(field) : name;
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
  // Feature bits: anchors_even is "anchors/even".
  absl::string_view feature = name;
  if (absl::ConsumeSuffix(&feature, "_even")) {
    return absl::StrCat(feature, "/even");
  }
  // The levels of a log, and kinds of addresses.
  const absl::string_view type = value.type()->name();
  if (absl::EndsWith(type, "LogType") ||
      absl::EndsWith(type, "FallbacksType")) {
    return std::string(name);
  }
  return absl::AsciiStrToLower(name);
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
