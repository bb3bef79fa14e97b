// SPDX-License-Identifier: Apache-2.0
//
// What is wrong with a field: "invoices[2].status: "paidd": wanted one of ...".
// The message is put together from the inside out. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_CLN_TRANSLATOR_FIELD_ERROR_H_
#define EXAMPLES_LIGHTNING_CLN_TRANSLATOR_FIELD_ERROR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

// Messages within messages, in either direction: as many as protobuf reads.
inline constexpr int kMostDepth = 100;

// INVALID_ARGUMENT: there are more than kMostDepth.
absl::Status TooDeep();

// INVALID_ARGUMENT: `value` is there, and `wanted` should be.
absl::Status WrongValue(absl::string_view value, absl::string_view wanted);

// The same error, which is in the part `name` of something.
absl::Status Within(absl::string_view name, const absl::Status& error);

// The same error, which is in the element `index`.
absl::Status Within(int index, const absl::Status& error);

// The same error, which is in a field of the message here.
absl::Status InMessage(const absl::Status& error);

// A value as messages for people show it: not all of it, if it is long.
std::string Shown(const nlohmann::json& value);

#endif  // EXAMPLES_LIGHTNING_CLN_TRANSLATOR_FIELD_ERROR_H_
