// SPDX-License-Identifier: Apache-2.0

#include "json.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/json_util.h"

absl::Status FromJson(const std::string& json,
                      google::protobuf::Message& message) {
  const auto name = message.GetDescriptor()->full_name();
  const auto status =
      google::protobuf::util::JsonStringToMessage(json, &message);
  if (!status.ok()) {
    // Protobuf puts line breaks into it, and newer versions odd spaces, so that
    // nobody may rely on the words.
    const std::string why(status.message());
    const std::vector<std::string> words =
        absl::StrSplit(why, absl::ByAnyChar(" \n"), absl::SkipEmpty());
    return absl::InvalidArgumentError(
        absl::StrCat("JSON for a ", name, ": ", absl::StrJoin(words, " ")));
  }
  // Only proto2 has fields that may not be left out.
  if (!message.IsInitialized()) {
    return absl::InvalidArgumentError(
        absl::StrCat("JSON for a ", name, ": wanted as well ",
                     message.InitializationErrorString()));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message) {
  std::string json;
  const auto status =
      google::protobuf::util::MessageToJsonString(message, &json);
  if (!status.ok()) {
    return absl::InternalError(
        absl::StrCat(message.GetDescriptor()->full_name(),
                     " as JSON: ", std::string(status.message())));
  }
  return json;
}
