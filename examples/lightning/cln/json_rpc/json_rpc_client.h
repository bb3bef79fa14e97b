// SPDX-License-Identifier: Apache-2.0
//
// lightningd's JSON-RPC over its Unix socket. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_CLN_JSON_RPC_JSON_RPC_CLIENT_H_
#define EXAMPLES_LIGHTNING_CLN_JSON_RPC_JSON_RPC_CLIENT_H_

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
//   UNAVAILABLE          nobody listens on the socket, the node has gone, or
//                        what it says is no JSON-RPC or longer than the limit.
//                        If it was asked, it may have done what it was asked
//   CANCELLED            Cancel was called, or the client has been destroyed
//   RESOURCE_EXHAUSTED   a limit was met: of open calls, or of what is to be
//                        sent
//   INVALID_ARGUMENT     the parameters have text that is not UTF-8
//   FAILED_PRECONDITION  the path is longer than that of a socket can be
using JsonRpcAnswer =
    absl::StatusOr<std::variant<nlohmann::json, JsonRpcError>>;

// Makes calls, many at once, over one connection. It connects for the first
// call, and again for the next one after the connection was lost. Thread-safe.
//
// What came over a connection that makes no sense ends it, and all calls that
// are open on it.
class JsonRpcClient {
 public:
  struct Limits {
    size_t open_calls = 1000;         // Also those that were cancelled.
    size_t request_bytes = 64 << 20;  // Of all that are still to be sent.
    size_t answer_bytes = 64 << 20;   // Of one answer.

    // Of a connection. Once so many are unanswered there, the next call gets a
    // new connection, and the old one ends with the last call on it.
    size_t cancelled_calls = 100;
  };
  using CallId = uint64_t;

  explicit JsonRpcClient(std::string socket_path);
  JsonRpcClient(std::string socket_path, const Limits& limits);

  // Ends all open calls with CANCELLED, and returns when each `done` has.
  ~JsonRpcClient();

  JsonRpcClient(const JsonRpcClient&) = delete;
  JsonRpcClient& operator=(const JsonRpcClient&) = delete;

  // Asks the node for `method`, with the parameters in the object `params`, and
  // returns at once. `done` is called exactly once, on the client's own thread
  // and so never inside of this. It must not block, throw or destroy the
  // client; it may make and cancel calls.
  CallId Call(const std::string& method, const nlohmann::json& params,
              std::function<void(JsonRpcAnswer)> done);

  // Ends a call, if it is still open, with CANCELLED; returns at once. The node
  // has no word for this. It goes on, and what it answers is thrown away; the
  // connection is closed once nobody waits for anything on it.
  void Cancel(CallId call);

 private:
  class Connections;

  const std::unique_ptr<Connections> connections_;
};

#endif  // EXAMPLES_LIGHTNING_CLN_JSON_RPC_JSON_RPC_CLIENT_H_
