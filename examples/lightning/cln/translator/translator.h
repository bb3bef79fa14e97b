// SPDX-License-Identifier: Apache-2.0
//
// Messages of node.proto as the JSON that lightningd speaks, and back. It knows
// no message by name, but those of primitives.proto: descriptors say the rest.
// No gRPC here.
//
// Where this differs from protobuf's own JSON:
//
//   bytes           hex
//   64-bit numbers  bare numbers, exact
//   Amount          millisatoshi, a bare number; "1000msat" where the name of
//                   the field does not end in _msat: a command that counts in
//                   satoshi would take a bare 1000 for 1000000 msat
//   AmountOrAny     the same, or "any"; AmountOrAll: or "all"
//   Feerate         "slow", "normal", "urgent", "253perkw", "1012perkb"
//   Outpoint        "txid:output"
//   OutputDesc      {"address": amount}
//   TlvStream       {"type": "hex"}
//   RoutehintList   an array of arrays
//   enum            the schema's word: "local socket", "unpaid"
//   item_type       the key "type"
//   lightning_dir   the key "lightning-dir"
//   unset or empty  left out, never null
//
// A field that is neither optional nor repeated is always written, if it is no
// message: "" is a good description, and 0 a good block height.

#ifndef EXAMPLES_LIGHTNING_CLN_TRANSLATOR_TRANSLATOR_H_
#define EXAMPLES_LIGHTNING_CLN_TRANSLATOR_TRANSLATOR_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "nlohmann/json.hpp"

// Who reads or wrote the JSON.
//
// What a person wrote must be right to the last letter. A node may be newer
// than the schema: keys that the schema does not have are passed over, and so
// are words that an enum does not have. Such a field is left unset, or is -1,
// which is no word's number, if it cannot be unset.
enum class Party { kNode, kPerson };

// The message as JSON. For a node these are a command's parameters:
// INVALID_ARGUMENT, naming the field and what would be right, for what it would
// not take. A person may see it all.
absl::StatusOr<nlohmann::json> ToJson(const google::protobuf::Message& message,
                                      Party reader = Party::kNode);

// Fills `message`, which must be empty, from a command's result or from what a
// person wrote. INVALID_ARGUMENT, naming the field, the value and what would be
// right, for odd hex, a number out of range ... The message is then half full.
absl::Status FromJson(const nlohmann::json& json,
                      google::protobuf::Message& message,
                      Party writer = Party::kNode);

#endif  // EXAMPLES_LIGHTNING_CLN_TRANSLATOR_TRANSLATOR_H_
