// SPDX-License-Identifier: Apache-2.0
//
// What the tests of JsonRpcClient share: a node, and calls of it.

#ifndef TESTS_LIGHTNING_JSON_RPC_HARNESS_H_
#define TESTS_LIGHTNING_JSON_RPC_HARNESS_H_

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "json_rpc_client.h"
#include "nlohmann/json.hpp"
#include "tests/harness.h"
#include "tests/lightning/fake_lightningd.h"

// A call that was made.
class Pending {
 public:
  Pending(JsonRpcClient& client, const std::string& command,
          const nlohmann::json& params = nlohmann::json::object())
      : answer_(promise_->get_future()) {
    // A second answer would throw, which ends the test program.
    id_ = client.Call(command, params, [promise = promise_](auto answer) {
      promise->set_value(std::move(answer));
    });
  }

  JsonRpcClient::CallId id() const { return id_; }

  bool IsOpen() const {
    return answer_.wait_for(std::chrono::seconds(0)) !=
           std::future_status::ready;
  }

  // Waits for it.
  JsonRpcAnswer Answer() {
    if (answer_.wait_for(absl::ToChronoSeconds(harness::kForever)) !=
        std::future_status::ready) {
      return absl::DeadlineExceededError("no answer");
    }
    return answer_.get();
  }

  // The result, or null.
  nlohmann::json Result() {
    auto answer = Answer();
    EXPECT_EQ(answer.status(), absl::OkStatus());
    if (!answer.ok() || !std::holds_alternative<nlohmann::json>(*answer))
      return {};
    return std::get<nlohmann::json>(*answer);
  }

  // The node's error, or one with code 0.
  JsonRpcError Error() {
    auto answer = Answer();
    EXPECT_EQ(answer.status(), absl::OkStatus());
    if (!answer.ok() || std::holds_alternative<nlohmann::json>(*answer))
      return {};
    return std::get<JsonRpcError>(*answer);
  }

 private:
  std::shared_ptr<std::promise<JsonRpcAnswer>> promise_ =
      std::make_shared<std::promise<JsonRpcAnswer>>();
  std::future<JsonRpcAnswer> answer_;
  JsonRpcClient::CallId id_;
};

class JsonRpcClientTest : public testing::Test {
 protected:
  // A call that the node has got, and left to the test.
  std::pair<Pending, FakeLightningd::Request> Held(JsonRpcClient& client,
                                                   const std::string& command) {
    Pending call(client, command);
    return {std::move(call), node_.Next()};
  }

  FakeLightningd node_;
  JsonRpcClient client_{node_.rpc_file()};
};

#endif  // TESTS_LIGHTNING_JSON_RPC_HARNESS_H_
