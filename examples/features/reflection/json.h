// SPDX-License-Identifier: Apache-2.0
//
// Messages as JSON, and back.

#ifndef EXAMPLES_FEATURES_REFLECTION_JSON_H_
#define EXAMPLES_FEATURES_REFLECTION_JSON_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

// Reads `json` into `message`, which is empty. INVALID_ARGUMENT if it is not
// JSON, has a field that the message does not, or a value of another type, or
// lacks a field that must be there.
absl::Status FromJson(const std::string& json,
                      google::protobuf::Message& message);

// `message` on one line. INTERNAL if it contains an Any of a type that is not
// known.
absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message);

#endif  // EXAMPLES_FEATURES_REFLECTION_JSON_H_
