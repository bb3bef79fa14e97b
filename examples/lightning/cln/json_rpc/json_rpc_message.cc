// SPDX-License-Identifier: Apache-2.0

#include "json_rpc_message.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "json_rpc_client.h"
#include "nlohmann/json.hpp"
#include "support/quote.h"

namespace {

using nlohmann::json;

absl::Status NoAnswer(absl::string_view text, absl::string_view wanted) {
  return absl::InternalError(absl::StrCat(
      "lightningd has answered ", support::Quote(text), ": wanted ", wanted));
}

// The call in an id that WriteJsonRpcRequest has made, or 0.
uint64_t CallOf(const json& id) {
  if (!id.is_string()) return 0;
  const auto& text = id.get_ref<const std::string&>();
  uint64_t call = 0;
  // npos + 1 is 0. SimpleAtoi takes no more than a number.
  return absl::SimpleAtoi(text.substr(text.rfind('#') + 1), &call) ? call : 0;
}

// Takes the error out of an answer. False if it is none.
bool TakeError(json& from, JsonRpcError& error) {
  if (!from.is_object() || !from.contains("code") ||
      !from.contains("message") || !from["code"].is_number_integer() ||
      !from["message"].is_string()) {
    return false;
  }
  error.code = from["code"].get<int64_t>();
  error.message = std::move(from["message"].get_ref<std::string&>());
  if (from.contains("data")) error.data = std::move(from["data"]);
  return true;
}

}  // namespace

absl::StatusOr<std::string> WriteJsonRpcRequest(uint64_t call,
                                                absl::string_view method,
                                                const json& params) {
  const json request = {
      {"jsonrpc", "2.0"},
      {"id", absl::StrCat("grpc:", method, "#", call)},
      {"method", std::string(method)},
      {"params", params},
  };
  try {
    // Letters of every alphabet as they are: lightningd does not take them as
    // escapes everywhere.
    return request.dump();
  } catch (const json::exception&) {
    return absl::InvalidArgumentError(
        absl::StrCat("the parameters of ", support::Quote(method),
                     " have text that is not UTF-8"));
  }
}

absl::StatusOr<std::optional<JsonRpcReply>> ReadJsonRpcReply(
    absl::string_view text) {
  json message = json::parse(text.begin(), text.end(), /*cb=*/nullptr,
                             /*allow_exceptions=*/false);
  if (!message.is_object()) return NoAnswer(text, "a JSON object");
  if (!message.contains("id")) return std::nullopt;

  JsonRpcReply reply = {.call = CallOf(message["id"]), .answer = json()};
  // Not every JSON-RPC leaves out the one of the two that is null.
  if (message.contains("error") && !message["error"].is_null()) {
    JsonRpcError error;
    if (!TakeError(message["error"], error)) {
      return NoAnswer(text, "an error with code and message");
    }
    // It cannot tell whose request it did not understand, and goes away.
    if (message["id"].is_null()) return NoAnswer(text, "the id of a call");
    reply.answer = std::move(error);
  } else if (message.contains("result")) {
    reply.answer = std::move(message["result"]);
  } else {
    return NoAnswer(text, "a result or an error");
  }
  return reply;
}
