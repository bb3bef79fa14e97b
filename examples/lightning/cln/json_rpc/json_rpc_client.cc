// SPDX-License-Identifier: Apache-2.0

#include "json_rpc_client.h"

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "allowance.h"
#include "json_rpc_connection.h"
#include "json_rpc_message.h"
#include "nlohmann/json.hpp"

namespace asio = boost::asio;

// Call and Cancel are for any thread. All else happens on thread_.
class JsonRpcClient::Connections {
 public:
  Connections(std::string path, const Limits& limits);
  ~Connections();

  void Call(CallId id, const std::string& method, const nlohmann::json& params,
            std::function<void(JsonRpcAnswer)> done);
  void Cancel(CallId id);

 private:
  // Gives `call` what it needs to be started.
  absl::Status Prepare(const std::string& method, const nlohmann::json& params,
                       JsonRpcCall& call);
  void Start(JsonRpcCall call);
  absl::StatusOr<JsonRpcConnection*> Current();

  const std::string path_;
  const Limits limits_;
  Allowance places_{limits_.open_calls};
  Allowance space_{limits_.request_bytes};
  asio::io_context context_;
  asio::executor_work_guard<asio::io_context::executor_type> work_{
      context_.get_executor()};
  // The last is for new calls. The others have calls that still wait.
  std::list<std::shared_ptr<JsonRpcConnection>> connections_;
  bool closing_ = false;
  std::thread thread_;  // Last, because it uses all of the above.
};

JsonRpcClient::Connections::Connections(std::string path, const Limits& limits)
    : path_(std::move(path)),
      limits_(limits),
      thread_([this] { context_.run(); }) {}

JsonRpcClient::Connections::~Connections() {
  asio::post(context_, [this] {
    closing_ = true;
    for (const auto& connection : connections_) {
      connection->End(
          absl::CancelledError("shutting down: lightningd is asked no more"));
    }
    work_.reset();
  });
  thread_.join();
}

void JsonRpcClient::Connections::Call(CallId id, const std::string& method,
                                      const nlohmann::json& params,
                                      std::function<void(JsonRpcAnswer)> done) {
  JsonRpcCall call = {.id = id, .done = std::move(done)};
  const absl::Status status = Prepare(method, params, call);
  asio::post(context_, [this, status, call = std::move(call)]() mutable {
    if (status.ok()) {
      Start(std::move(call));
    } else {
      call.done(status);
    }
  });
}

absl::Status JsonRpcClient::Connections::Prepare(const std::string& method,
                                                 const nlohmann::json& params,
                                                 JsonRpcCall& call) {
  call.place = places_.Take(1);
  if (call.place == nullptr) {
    return absl::ResourceExhaustedError(
        absl::StrCat(limits_.open_calls,
                     " calls wait for lightningd already: wanted no more"));
  }
  auto request = WriteJsonRpcRequest(call.id, method, params);
  if (!request.ok()) return request.status();
  call.request = *std::move(request);
  call.space = space_.Take(call.request.size());
  if (call.space == nullptr) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "lightningd does not read its requests: wanted no more to wait than ",
        limits_.request_bytes, " bytes"));
  }
  return absl::OkStatus();
}

void JsonRpcClient::Connections::Start(JsonRpcCall call) {
  const auto connection = Current();
  if (connection.ok()) {
    (*connection)->Start(std::move(call));
  } else {
    call.place.reset();
    call.done(connection.status());
  }
}

absl::StatusOr<JsonRpcConnection*> JsonRpcClient::Connections::Current() {
  if (closing_)
    return absl::CancelledError("shutting down: lightningd is asked no more");
  connections_.remove_if([](const auto& each) { return !each->IsUsable(); });
  if (!connections_.empty()) {
    JsonRpcConnection& last = *connections_.back();
    if (last.cancelled() < limits_.cancelled_calls) return &last;
    last.Retire();
  }
  auto connection =
      JsonRpcConnection::Open(context_, path_, limits_.answer_bytes);
  if (!connection.ok()) return connection.status();
  connections_.push_back(*std::move(connection));
  return connections_.back().get();
}

void JsonRpcClient::Connections::Cancel(CallId id) {
  asio::post(context_, [this, id] {
    for (const auto& connection : connections_) {
      if (connection->Cancel(id)) return;
    }
  });
}

JsonRpcClient::JsonRpcClient(std::string socket_path)
    : JsonRpcClient(std::move(socket_path), Limits()) {}

JsonRpcClient::JsonRpcClient(std::string socket_path, const Limits& limits)
    : connections_(
          std::make_unique<Connections>(std::move(socket_path), limits)) {}

JsonRpcClient::~JsonRpcClient() = default;

JsonRpcClient::CallId JsonRpcClient::Call(
    const std::string& method, const nlohmann::json& params,
    std::function<void(JsonRpcAnswer)> done) {
  static std::atomic<CallId> last = 0;  // 0 is no call.
  const CallId id = ++last;
  connections_->Call(id, method, params, std::move(done));
  return id;
}

void JsonRpcClient::Cancel(CallId call) { connections_->Cancel(call); }
