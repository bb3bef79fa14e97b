// SPDX-License-Identifier: Apache-2.0

#include "tests/lightning/fake_parameters.h"

#include <cctype>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "nlohmann/json.hpp"
#include "tests/lightning/fake_node.h"

namespace {

using nlohmann::json;

bool IsHex(const json& value, size_t bytes) {
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  if (text.size() != 2 * bytes) return false;
  for (const char c : text) {
    if (std::isxdigit(static_cast<unsigned char>(c)) == 0) return false;
  }
  return true;
}

// As a number, or with its unit.
bool IsAmount(const json& value) {
  if (!value.is_string()) return value.is_number_unsigned();
  absl::string_view text = value.get_ref<const std::string&>();
  uint64_t msat = 0;
  return absl::ConsumeSuffix(&text, "msat") && absl::SimpleAtoi(text, &msat);
}

// A kind of parameter: what is one, and what lightningd says to others.
struct Kind {
  bool (*is)(const json&);
  const char* wanted;
};

const Kind kString = {[](const json& v) { return v.is_string(); },
                      "should be a string"};
const Kind kLabel = {
    [](const json& v) { return v.is_string() || v.is_number(); },
    "should be a string or number"};
const Kind kNumber = {[](const json& v) { return v.is_number_unsigned(); },
                      "should be an unsigned 64 bit integer"};
const Kind kBool = {[](const json& v) { return v.is_boolean(); },
                    "should be 'true' or 'false'"};
const Kind kList = {[](const json& v) { return v.is_array(); },
                    "should be an array"};
const Kind kAmount = {IsAmount, "should be a millisatoshi amount"};
const Kind kAmountOrAny = {
    [](const json& v) { return v == "any" || (IsAmount(v) && v != 0); },
    "should be positive msat or 'any'"};
const Kind kHash = {[](const json& v) { return IsHex(v, 32); },
                    "should be a 32 byte hex value"};
const Kind kNode = {[](const json& v) { return IsHex(v, 33); },
                    "should be a node id"};
const Kind kLevel = {[](const json& v) {
                       return v == "io" || v == "debug" || v == "info" ||
                              v == "unusual" || v == "trace";
                     },
                     "should be 'trace', 'io', 'debug', 'info' or 'unusual'"};
const Kind kIndex = {
    [](const json& v) { return v == "created" || v == "updated"; },
    "should be 'created' or 'updated'"};

struct Parameter {
  std::string name;
  const Kind* kind;
  bool required = false;
};

const std::map<std::string, std::vector<Parameter>>& Parameters() {
  static const auto& parameters =
      *new std::map<std::string, std::vector<Parameter>>{
          {"getinfo", {}},
          {"help", {{"command", &kString}}},
          {"invoice",
           {{"amount_msat", &kAmountOrAny, true},
            {"label", &kLabel, true},
            {"description", &kString, true},
            {"expiry", &kNumber},
            {"fallbacks", &kList},
            {"preimage", &kHash},
            {"exposeprivatechannels", &kList},
            {"cltv", &kNumber},
            {"deschashonly", &kBool}}},
          {"listinvoices",
           {{"label", &kLabel},
            {"invstring", &kString},
            {"payment_hash", &kHash},
            {"offer_id", &kHash},
            {"index", &kIndex},
            {"start", &kNumber},
            {"limit", &kNumber}}},
          {"listpeers", {{"id", &kNode}, {"level", &kLevel}}},
          {"waitanyinvoice",
           {{"lastpay_index", &kNumber}, {"timeout", &kNumber}}},
          {"xpay",
           {{"invstring", &kString, true},
            {"amount_msat", &kAmount},
            {"maxfee", &kAmount},
            {"layers", &kList},
            {"retry_for", &kNumber},
            {"partial_msat", &kAmount}}},
      };
  return parameters;
}

json Invalid(const std::string& message) {
  return FakeNode::Error(-32602, message);
}

}  // namespace

std::vector<std::string> FakeCommands() {
  std::vector<std::string> names;
  for (const auto& command : Parameters()) names.push_back(command.first);
  return names;
}

std::optional<json> RefuseParameters(const std::string& command,
                                     const json& params) {
  json rest = params;
  for (const auto& [name, kind, required] : Parameters().at(command)) {
    if (!params.contains(name)) {
      if (!required) continue;
      return Invalid("missing required parameter: " + name);
    }
    // No kind takes null, not even for what may be left out.
    if (!kind->is(params[name])) {
      const json& value = params[name];
      return Invalid(absl::StrCat(
          name, ": ", kind->wanted, ": invalid token '",
          value.is_string() ? value.get<std::string>() : value.dump(), "'"));
    }
    rest.erase(name);
  }
  if (rest.empty()) return std::nullopt;
  return Invalid(absl::StrCat(
      "unknown parameter: ", rest.items().begin().key(),
      ", this may be caused by a failure to autodetect key=value-formatted "
      "parameters"));
}
