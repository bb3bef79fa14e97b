// SPDX-License-Identifier: Apache-2.0
//
// Messages of node.proto as the JSON that lightningd speaks, and back. It knows
// no message by name, but those of primitives.proto: descriptors say the rest.
// No gRPC here.
//
// Where this differs from protobuf's own JSON:
//
//   bytes           hex
//   Amount          millisatoshi, a bare number ("1000msat" is read, too)
//   AmountOrAny     the same, or "any"
//   Outpoint        "txid:output"
//   enum            the schema's word in lower case: "local socket", "unpaid"
//   item_type       the key "type"
//   lightning_dir   the key "lightning-dir"
//   unset or empty  left out, never null

#ifndef EXAMPLES_LIGHTNING_CLN_TRANSLATOR_H_
#define EXAMPLES_LIGHTNING_CLN_TRANSLATOR_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "nlohmann/json.hpp"

// The parameters of a command. INVALID_ARGUMENT, naming the field and what
// would be right, for what the node would not take.
absl::StatusOr<nlohmann::json> ToJson(const google::protobuf::Message& message);

// Fills `message`, which must be empty, from a command's result or from what a
// person wrote. Keys that the message has no field for are passed over: a newer
// node says more. INVALID_ARGUMENT, naming the field, the value and what would
// be right, for odd hex, a number out of range, an unknown word of an enum ...
absl::Status FromJson(const nlohmann::json& json,
                      google::protobuf::Message& message);

#endif  // EXAMPLES_LIGHTNING_CLN_TRANSLATOR_H_
