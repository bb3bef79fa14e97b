// SPDX-License-Identifier: Apache-2.0
//
// What is fuzzed: functions that must take any input. Each throws
// std::logic_error if something does not hold that must.

#ifndef TESTS_FUZZ_TARGETS_H_
#define TESTS_FUZZ_TARGETS_H_

#include "absl/strings/string_view.h"

namespace fuzz {

// JSON into a message, as from a node and as from a person. The input's first
// byte chooses the message's type, the rest is the JSON.
void JsonIn(absl::string_view input);

// A message's bytes, as from a client, into JSON. The first byte chooses the
// type.
void BytesIn(absl::string_view input);

// What lightningd's socket delivers, into answers of JSON-RPC. The first byte
// is the size of the pieces in which it comes.
void Answers(absl::string_view input);

}  // namespace fuzz

#endif  // TESTS_FUZZ_TARGETS_H_
