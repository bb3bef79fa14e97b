// SPDX-License-Identifier: Apache-2.0
//
// What things are called in lightningd's JSON. Core Lightning makes node.proto
// of its JSON schemas, and changes names that protobuf would not take: this is
// the way back. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_CLN_TRANSLATOR_JSON_NAMES_H_
#define EXAMPLES_LIGHTNING_CLN_TRANSLATOR_JSON_NAMES_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

// The oneof that stands for one key whose value may be of several types, if
// `field` is in such a one; otherwise null. `key` is then the oneof, and its
// fields are key_bool, key_string ...
const google::protobuf::OneofDescriptor* UnionOf(
    const google::protobuf::FieldDescriptor& field);

// The key of a field: item_type is "type", lightning_dir "lightning-dir".
std::string JsonKey(const google::protobuf::FieldDescriptor& field);

// The key as it may be, too: with '-' for each '_'. There is no telling which
// of the two the schema has.
std::string OtherJsonKey(const google::protobuf::FieldDescriptor& field);

// The word for a value of an enum: UNPAID is "unpaid", LOCAL_FAILED
// "local_failed", LOCAL_SOCKET "local socket", ChanneldNormal
// "CHANNELD_NORMAL".
std::string JsonWord(const google::protobuf::EnumValueDescriptor& value);

// The value with that word, or null. Case and separators do not count.
const google::protobuf::EnumValueDescriptor* FindByJsonWord(
    const google::protobuf::EnumDescriptor& type, absl::string_view word);

// How many bytes there are in a field of a request, where all of Core
// Lightning's commands agree: 32 in a payment_hash, 33 in a node's id.
std::optional<size_t> BytesIn(const google::protobuf::FieldDescriptor& field);

#endif  // EXAMPLES_LIGHTNING_CLN_TRANSLATOR_JSON_NAMES_H_
