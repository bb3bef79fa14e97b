// SPDX-License-Identifier: Apache-2.0

#include "command_spelling.h"

#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace {

std::string Letters(absl::string_view command) {
  return absl::StrReplaceAll(command, {{"-", ""}, {"_", ""}});
}

}  // namespace

std::string SpellingOfProto(absl::string_view method,
                            absl::string_view request_type) {
  if (!absl::ConsumeSuffix(&request_type, "Request") || request_type.empty()) {
    return absl::AsciiStrToLower(method);
  }
  std::string command;
  for (const char c : request_type) {
    const auto letter = static_cast<unsigned char>(c);
    if (absl::ascii_isupper(letter) && !command.empty()) command += '_';
    command += absl::ascii_tolower(letter);
  }
  return command;
}

std::optional<std::string> SpellingOfNode(const nlohmann::json& help,
                                          absl::string_view command) {
  if (!help.is_object() || !help.contains("help")) return std::nullopt;
  const std::string letters = Letters(command);
  for (const nlohmann::json& entry : help["help"]) {
    if (!entry.is_object() || !entry.contains("command")) continue;
    const nlohmann::json& usage = entry["command"];
    if (!usage.is_string()) continue;
    // The name, and its parameters.
    const auto& text = usage.get_ref<const std::string&>();
    const std::string name = text.substr(0, text.find(' '));
    if (Letters(name) == letters) return name;
  }
  return std::nullopt;
}
