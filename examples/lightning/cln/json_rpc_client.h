// SPDX-License-Identifier: Apache-2.0
//
// lightningd's JSON-RPC over its Unix socket. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_CLN_JSON_RPC_CLIENT_H_
#define EXAMPLES_LIGHTNING_CLN_JSON_RPC_CLIENT_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

// What the node says when it cannot do what it was asked.
struct JsonRpcError {
  int64_t code = 0;  // -32601: no such command. 900: such a label exists. ...
  std::string message;
  nlohmann::json data;  // null if there is none.
};

// The result of a command, or the node's error, or why there is neither:
//   UNAVAILABLE         nobody listens on the socket, or the node has gone
//   CANCELLED           Cancel was called, or the client has been destroyed
//   RESOURCE_EXHAUSTED  too many calls are open, or the answer is too long
//   INTERNAL            what came is not JSON-RPC
using JsonRpcAnswer =
    absl::StatusOr<std::variant<nlohmann::json, JsonRpcError>>;

// Makes calls, many at once, over one connection. It connects for the first
// call, and again for the next one after the connection was lost. Thread-safe.
class JsonRpcClient {
 public:
  struct Limits {
    size_t open_calls = 1000;        // Also those that were cancelled.
    size_t answer_bytes = 64 << 20;  // The longest answer.
  };
  using CallId = uint64_t;

  explicit JsonRpcClient(std::string socket_path);
  JsonRpcClient(std::string socket_path, const Limits& limits);

  // Ends all open calls.
  ~JsonRpcClient();

  JsonRpcClient(const JsonRpcClient&) = delete;
  JsonRpcClient& operator=(const JsonRpcClient&) = delete;

  // Asks the node for `method`, with the parameters in the object `params`, and
  // returns at once. `done` is called exactly once, on the client's own thread
  // and so never inside of this: it must not block.
  CallId Call(const std::string& method, const nlohmann::json& params,
              std::function<void(JsonRpcAnswer)> done);

  // Ends a call, if it is still open, with CANCELLED; returns at once. The node
  // has no word for this: what it answers is thrown away, and the connection is
  // closed once nobody waits for anything on it, which ends all at the node.
  void Cancel(CallId call);

 private:
  class Connection;

  std::unique_ptr<Connection> connection_;
};

#endif  // EXAMPLES_LIGHTNING_CLN_JSON_RPC_CLIENT_H_
