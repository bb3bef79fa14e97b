// SPDX-License-Identifier: Apache-2.0

#include "node_call.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "command_spelling.h"
#include "json_rpc_status.h"
#include "message_bytes.h"
#include "translator.h"

namespace {

// What a node says to a command that it does not have.
constexpr int64_t kUnknownCommand = -32601;

// The same status as gRPC has it: the codes have the same numbers.
grpc::Status GrpcStatus(const absl::Status& status) {
  return {static_cast<grpc::StatusCode>(status.code()),
          std::string(status.message())};
}

}  // namespace

NodeCall::NodeCall(const NodeMethod& method,
                   const grpc::CallbackServerContext& context, NodeLink& link)
    : method_(method), context_(context), link_(link) {
  StartRead(&bytes_);
}

void NodeCall::OnReadDone(bool ok) {
  if (ok && !has_request_) {
    has_request_ = true;
    StartRead(&excess_);
    return;
  }
  if (ok || !has_request_) {
    End({grpc::StatusCode::INTERNAL,
         absl::StrCat(ok ? "more than one request" : "no request",
                      ": wanted one")});
    return;
  }
  // If the client is gone, its request need not be carried out. This is not
  // certain, as no cancellation is: it may come a moment later.
  if (context_.IsCancelled()) {
    End(grpc::Status::CANCELLED);
    return;
  }
  Forward();
}

void NodeCall::Forward() {
  const auto request = absl::WrapUnique(method_.request->New());
  if (!FromBytes(bytes_, *request)) {
    End({grpc::StatusCode::INVALID_ARGUMENT,
         absl::StrCat("request: wanted a ",
                      request->GetDescriptor()->full_name())});
    return;
  }
  bytes_.Clear();
  absl::StatusOr<nlohmann::json> params = ToJson(*request);
  if (!params.ok()) {
    End(GrpcStatus(params.status()));
    return;
  }
  params_ = *std::move(params);
  command_ = link_.names.For(method_);
  Ask(command_, params_,
      [this](const JsonRpcAnswer& answer) { OnAnswer(answer); });
}

// Called in a reaction or on the JsonRpcClient's thread: either way the object
// is still there when Call has returned, whatever has become of the question.
void NodeCall::Ask(const std::string& command, const nlohmann::json& params,
                   std::function<void(JsonRpcAnswer)> done) {
  const JsonRpcClient::CallId question =
      link_.client.Call(command, params, std::move(done));
  {
    const std::lock_guard lock(mutex_);
    // The answer may have come before this, and a later question been asked.
    if (question_.value_or(0) < question) question_ = question;
    if (!cancelled_) return;
  }
  // OnCancel came before there was anything to cancel.
  link_.client.Cancel(question);
}

void NodeCall::OnCancel() {
  std::optional<JsonRpcClient::CallId> question;
  {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    question = question_;
  }
  // If it has been answered, this does nothing.
  if (question.has_value()) link_.client.Cancel(*question);
}

void NodeCall::OnAnswer(const JsonRpcAnswer& answer) {
  if (!answer.ok()) {
    End(GrpcStatus(answer.status()));
    return;
  }
  if (const auto* const result = std::get_if<nlohmann::json>(&*answer)) {
    Reply(*result);
    return;
  }
  const auto& error = std::get<JsonRpcError>(*answer);
  if (error.code != kUnknownCommand || has_asked_for_help_) {
    End(StatusOf(error));
    return;
  }
  has_asked_for_help_ = true;
  Ask("help", nlohmann::json::object(),
      [this, error](const JsonRpcAnswer& help) { OnHelp(help, error); });
}

// No node.proto says how the command is spelled, list-peers or list_peers.
// Which of its own commands it may be, only the node knows.
void NodeCall::OnHelp(const JsonRpcAnswer& help, const JsonRpcError& unknown) {
  if (!help.ok()) {
    End(GrpcStatus(help.status()));
    return;
  }
  const auto* const commands = std::get_if<nlohmann::json>(&*help);
  const std::optional<std::string> name =
      commands == nullptr ? std::nullopt
                          : SpellingOfNode(*commands, method_.command);
  if (!name.has_value() || *name == command_) {
    End(StatusOf(unknown));
    return;
  }
  link_.names.Learn(method_, *name);
  command_ = *name;
  Ask(command_, params_,
      [this](const JsonRpcAnswer& answer) { OnAnswer(answer); });
}

void NodeCall::Reply(const nlohmann::json& result) {
  const auto response = absl::WrapUnique(method_.response->New());
  if (const absl::Status status = FromJson(result, *response); !status.ok()) {
    End({grpc::StatusCode::INTERNAL,
         absl::StrCat("the node's answer to ", command_, ": ",
                      status.message())});
    return;
  }
  std::optional<grpc::ByteBuffer> bytes = ToBytes(*response);
  if (!bytes.has_value()) {
    End({grpc::StatusCode::INTERNAL,
         absl::StrCat("the node's answer to ", command_, ": too large")});
    return;
  }
  bytes_.Swap(&*bytes);
  --link_.open_calls;
  StartWriteAndFinish(&bytes_, grpc::WriteOptions(), grpc::Status::OK);
}

// The object may be gone when this returns.
void NodeCall::End(const grpc::Status& status) {
  // Not in OnDone, which comes late when there is much to do: those who wait
  // for this call's end may call again before.
  --link_.open_calls;
  Finish(status);
}
