// SPDX-License-Identifier: Apache-2.0
//
// The parts of ToJson. Errors begin where the value is: see field_error.h. No
// gRPC here.

#ifndef EXAMPLES_LIGHTNING_CLN_TRANSLATOR_TO_JSON_H_
#define EXAMPLES_LIGHTNING_CLN_TRANSLATOR_TO_JSON_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"
#include "translator.h"
#include "value.h"

// How it is to be written.
struct ToJsonTerms {
  Party reader = Party::kNode;
  int depth = 0;
};

// An object, whatever the type.
absl::StatusOr<nlohmann::json> ObjectToJson(
    const google::protobuf::Message& message, ToJsonTerms terms);

// Of a field that is repeated.
absl::StatusOr<nlohmann::json> ArrayToJson(
    const google::protobuf::Message& message,
    const google::protobuf::FieldDescriptor& field, ToJsonTerms terms);

absl::StatusOr<nlohmann::json> ValueToJson(const Value& value,
                                           ToJsonTerms terms);

// Of a type that is no message.
absl::StatusOr<nlohmann::json> ScalarToJson(const Value& value, Party reader);

// Of a message type that is a primitive.
absl::StatusOr<nlohmann::json> PrimitiveToJson(const Value& value,
                                               ToJsonTerms terms);

// OK if `text` can be a string in JSON, and the node would take it.
absl::Status CheckText(const std::string& text, Party reader);

#endif  // EXAMPLES_LIGHTNING_CLN_TRANSLATOR_TO_JSON_H_
