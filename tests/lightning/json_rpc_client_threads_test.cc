// SPDX-License-Identifier: Apache-2.0
//
// Whose thread does what, and how it all ends.

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "json_rpc_client.h"
#include "nlohmann/json.hpp"
#include "tests/harness.h"
#include "tests/lightning/json_rpc_harness.h"

namespace {

using harness::HasCode;
using nlohmann::json;

TEST_F(JsonRpcClientTest, ManyCallsFromManyThreadsGetTheirOwnAnswers) {
  constexpr int kThreads = 4;
  constexpr int kCalls = 50;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([this, t] {
      std::vector<Pending> calls;
      for (int i = 0; i < kCalls; ++i) {
        calls.emplace_back(client_, absl::StrCat("command ", t, " ", i));
      }
      for (int i = 0; i < kCalls; ++i) {
        EXPECT_EQ(calls[i].Error().message,
                  absl::StrCat("Unknown command 'command ", t, " ", i, "'"));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(node_.connections(), 1U);
}

TEST_F(JsonRpcClientTest, ItsEndEndsAllCalls) {
  node_.Hold("*");
  std::optional<JsonRpcClient> client(node_.rpc_file());
  auto [first, first_request] = Held(*client, "getinfo");
  Pending second(*client, "getinfo");
  client.reset();
  EXPECT_FALSE(first.IsOpen());
  EXPECT_FALSE(second.IsOpen());
  EXPECT_THAT(first.Answer(), HasCode(absl::StatusCode::kCancelled));
  EXPECT_THAT(second.Answer(), HasCode(absl::StatusCode::kCancelled));
  first_request.WaitUntilClosed();
}

TEST_F(JsonRpcClientTest, ItsEndWaitsForAnAnswerThatIsBeingTaken) {
  std::optional<JsonRpcClient> client(node_.rpc_file());
  std::promise<void> taking;
  std::promise<void> go_on;
  std::atomic<bool> taken = false;
  client->Call("getinfo", json::object(), [&](const JsonRpcAnswer&) {
    taking.set_value();
    go_on.get_future().wait();
    taken = true;
  });
  taking.get_future().wait();
  std::thread end([&] {
    client.reset();
    EXPECT_TRUE(taken);
  });
  go_on.set_value();
  end.join();
}

TEST_F(JsonRpcClientTest, AnAnswerIsTakenOnAThreadOfItsOwn) {
  std::promise<std::thread::id> refused;
  std::promise<std::thread::id> answered;
  client_.Call("help", {{"command", "\xff"}}, [&](const JsonRpcAnswer&) {
    refused.set_value(std::this_thread::get_id());
  });
  client_.Call("help", json::object(), [&](const JsonRpcAnswer&) {
    answered.set_value(std::this_thread::get_id());
  });
  const std::thread::id thread = answered.get_future().get();
  EXPECT_NE(thread, std::this_thread::get_id());
  EXPECT_EQ(thread, refused.get_future().get());
}

TEST_F(JsonRpcClientTest, WhoTakesAnAnswerMayCallAndCancel) {
  std::promise<std::string> last;
  node_.Hold("hold");
  const auto held = client_.Call("hold", json::object(), [&](auto answer) {
    last.set_value(absl::StatusCodeToString(answer.status().code()));
  });
  client_.Call("getinfo", json::object(), [&](const JsonRpcAnswer& /*first*/) {
    client_.Call("help", json::object(), [&](const JsonRpcAnswer& /*second*/) {
      client_.Cancel(held);
    });
  });
  EXPECT_EQ(last.get_future().get(), "CANCELLED");
}

TEST_F(JsonRpcClientTest, WhoTakesAnAnswerHasThePlaceOfThatCall) {
  JsonRpcClient client(node_.rpc_file(), {.open_calls = 1});
  node_.Hold("hold");
  std::promise<absl::Status> last;
  client.Call("getinfo", json::object(), [&](const JsonRpcAnswer& /*first*/) {
    client.Call("hold", json::object(), [&](const JsonRpcAnswer& second) {
      EXPECT_THAT(second, HasCode(absl::StatusCode::kUnavailable));
      client.Call("getinfo", json::object(), [&](const JsonRpcAnswer& third) {
        last.set_value(third.status());
      });
    });
  });
  node_.Next().Close();
  EXPECT_EQ(last.get_future().get(), absl::OkStatus());
}

TEST_F(JsonRpcClientTest, ACallThatIsMadeDuringTheEndIsCancelled) {
  node_.Hold("*");
  auto owner = std::make_unique<JsonRpcClient>(node_.rpc_file());
  JsonRpcClient* const client = owner.get();
  std::promise<absl::Status> last;
  client->Call("getinfo", json::object(), [&](const JsonRpcAnswer& /*first*/) {
    client->Call("getinfo", json::object(), [&](const JsonRpcAnswer& second) {
      last.set_value(second.status());
    });
  });
  node_.Next();
  owner.reset();
  EXPECT_THAT(last.get_future().get(), HasCode(absl::StatusCode::kCancelled));
}

TEST_F(JsonRpcClientTest, ItsSocketIsNotForTheProgramsThatAreStarted) {
  Pending(client_, "getinfo").Result();
  int own = 0;
  for (int descriptor = 0; descriptor < 1000; ++descriptor) {
    sockaddr_un peer = {};
    socklen_t size = sizeof(peer);
    if (getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) ==
            0 &&
        peer.sun_path == node_.rpc_file()) {
      ++own;
      EXPECT_NE(fcntl(descriptor, F_GETFD) & FD_CLOEXEC, 0);
    }
  }
  EXPECT_EQ(own, 1);
}

TEST(JsonRpcClient, CanEndWithoutACall) { JsonRpcClient client("/none"); }

}  // namespace
