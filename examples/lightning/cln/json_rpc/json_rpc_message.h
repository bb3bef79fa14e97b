// SPDX-License-Identifier: Apache-2.0
//
// JSON-RPC 2.0, as lightningd speaks it: a request and its answer. No gRPC
// here.

#ifndef EXAMPLES_LIGHTNING_CLN_JSON_RPC_JSON_RPC_MESSAGE_H_
#define EXAMPLES_LIGHTNING_CLN_JSON_RPC_JSON_RPC_MESSAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "json_rpc_client.h"
#include "nlohmann/json.hpp"

// The request of a call. Its id, such as "grpc:getinfo#7", is what the node
// writes to its log. INVALID_ARGUMENT if `method` or a string in `params` is
// not UTF-8.
absl::StatusOr<std::string> WriteJsonRpcRequest(uint64_t call,
                                                absl::string_view method,
                                                const nlohmann::json& params);

// What the node says to a call.
struct JsonRpcReply {
  uint64_t call = 0;  // 0, which is none: that of somebody else.
  std::variant<nlohmann::json, JsonRpcError> answer;
};

// The reply that is written in `text`. Nothing if it is a notification, which
// is for nobody in particular. INTERNAL if it is neither.
absl::StatusOr<std::optional<JsonRpcReply>> ReadJsonRpcReply(
    absl::string_view text);

#endif  // EXAMPLES_LIGHTNING_CLN_JSON_RPC_JSON_RPC_MESSAGE_H_
