// SPDX-License-Identifier: Apache-2.0
//
// One call that the gateway passes on.

#ifndef EXAMPLES_LIGHTNING_CLN_NODE_CALL_H_
#define EXAMPLES_LIGHTNING_CLN_NODE_CALL_H_

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "command_names.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"
#include "json_rpc_client.h"
#include "nlohmann/json.hpp"
#include "node_schema.h"

// What all calls use. Must outlive them.
struct NodeLink {
  JsonRpcClient& client;
  CommandNames names;
  std::atomic<int> open_calls = 0;
};

// Reads the request, makes a command of it, and writes what the node answers.
//
//   OnReadDone   the request
//   OnReadDone   there is no second one: the node is asked
//   OnAnswer     the node's answer, on the JsonRpcClient's thread: Finish
//
// Three threads meet here: gRPC's that reads, gRPC's that calls OnCancel, and
// the JsonRpcClient's. What keeps them apart:
//
// - One thing is under way at any time, a read or a question to the node, and
//   whoever is told that it is over goes on, or finishes the call: so that
//   happens once. OnCancel does not finish it. It cancels the question, and the
//   answer to that, which always comes, does.
// - gRPC calls OnDone after Finish and when all other reactions have returned.
//   So the object is there until the answer has come, and until the reaction
//   which asked for it has returned, however early the answer was.
class NodeCall final : public grpc::ServerGenericBidiReactor {
 public:
  // Has been counted in link.open_calls. Deletes itself when the call is done:
  // create it with new. `context` is gRPC's.
  NodeCall(const NodeMethod& method, const grpc::CallbackServerContext& context,
           NodeLink& link);

  void OnReadDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override { delete this; }

 private:
  ~NodeCall() override = default;

  void Forward();
  void Ask(const std::string& command, const nlohmann::json& params,
           std::function<void(JsonRpcAnswer)> done);
  void OnAnswer(const JsonRpcAnswer& answer);
  void OnHelp(const JsonRpcAnswer& help, const JsonRpcError& unknown);
  void Reply(const nlohmann::json& result);
  void End(const grpc::Status& status);

  const NodeMethod& method_;
  const grpc::CallbackServerContext& context_;
  NodeLink& link_;
  bool has_request_ = false;
  bool has_asked_for_help_ = false;
  grpc::ByteBuffer bytes_;  // The request, and then the reply.
  grpc::ByteBuffer excess_;
  std::string command_;
  nlohmann::json params_;

  std::mutex mutex_;  // Guards the two below.
  bool cancelled_ = false;
  std::optional<JsonRpcClient::CallId> question_;  // The one under way.
};

#endif  // EXAMPLES_LIGHTNING_CLN_NODE_CALL_H_
