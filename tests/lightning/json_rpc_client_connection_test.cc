// SPDX-License-Identifier: Apache-2.0
//
// When there is no node, and when it goes away.

#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <future>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "json_rpc_client.h"
#include "tests/harness.h"
#include "tests/lightning/json_rpc_harness.h"

namespace {

using harness::HasCode;
using testing::HasSubstr;

TEST_F(JsonRpcClientTest, SaysThatNobodyListensAndWhatToDo) {
  node_.Stop();
  const auto refused = Pending(client_, "getinfo").Answer();
  EXPECT_THAT(refused, HasCode(absl::StatusCode::kUnavailable));
  EXPECT_EQ(refused.status().message(),
            absl::StrCat("cannot connect to \"", node_.rpc_file(),
                         "\": Connection refused; wanted the socket of a "
                         "lightningd that is running (--rpc_file)"));
  std::filesystem::remove(node_.rpc_file());
  const auto missing = Pending(client_, "getinfo").Answer();
  EXPECT_THAT(missing, HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(missing.status().message(),
              HasSubstr("No such file or directory"));
}

TEST_F(JsonRpcClientTest, SaysThatAPathIsNone) {
  for (const std::string& path : {std::string(), std::string(108, 'p')}) {
    JsonRpcClient client(path);
    const auto answer = Pending(client, "getinfo").Answer();
    EXPECT_THAT(answer, HasCode(absl::StatusCode::kFailedPrecondition));
    EXPECT_THAT(answer.status().message(), HasSubstr("1 to 107 bytes"));
  }
  JsonRpcClient client(std::string(107, 'p'));
  EXPECT_THAT(Pending(client, "getinfo").Answer(),
              HasCode(absl::StatusCode::kUnavailable));
}

// A socket that is taken, and nobody accepts.
TEST_F(JsonRpcClientTest, SaysThatANodeTakesNoMoreConnections) {
  node_.Stop();
  std::filesystem::remove(node_.rpc_file());
  const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = {}};
  node_.rpc_file().copy(address.sun_path, sizeof(address.sun_path) - 1);
  const auto* const name = reinterpret_cast<const sockaddr*>(&address);
  ASSERT_EQ(bind(listener, name, sizeof(address)), 0);
  ASSERT_EQ(listen(listener, 0), 0);
  const int first = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ASSERT_EQ(connect(first, name, sizeof(address)), 0);

  const auto answer = Pending(client_, "getinfo").Answer();
  EXPECT_THAT(answer, HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(answer.status().message(),
              HasSubstr("Resource temporarily unavailable"));
  close(first);
  close(listener);
}

TEST_F(JsonRpcClientTest, SaysThatItHasNoDescriptorLeft) {
  Pending(client_, "none").Error();  // All that is loaded late is loaded.
  node_.Stop();
  rlimit before = {};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit none = {.rlim_cur = 0, .rlim_max = before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  const auto answer = Pending(client_, "getinfo").Answer();
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_THAT(answer, HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(answer.status().message(), HasSubstr("Too many open files"));
}

TEST_F(JsonRpcClientTest, ANodeThatGoesAwayEndsItsCallsAndTheNextReconnects) {
  node_.Hold("*");
  auto [first, first_request] = Held(client_, "getinfo");
  auto [second, second_request] = Held(client_, "getinfo");
  second_request.Send(second_request.Text({{"result", 1}}).substr(0, 20));
  second_request.Close();
  for (Pending* const call : {&first, &second}) {
    const auto answer = call->Answer();
    EXPECT_THAT(answer, HasCode(absl::StatusCode::kUnavailable));
    EXPECT_THAT(answer.status().message(),
                HasSubstr("may have done what it was asked"));
  }
  auto [third, third_request] = Held(client_, "getinfo");
  third_request.Answer(3);
  EXPECT_EQ(third.Result(), 3);
  EXPECT_EQ(node_.connections(), 2U);
}

TEST_F(JsonRpcClientTest, ANodeThatWasRestartedWhileNobodyCalledIsNoticed) {
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(Pending(client_, "getinfo").Result()["alias"], "VERIFY");
    node_.Stop();
    node_.Start();
  }
}

// Its own end of the connection is full of what it has not read. The client
// finds two things at once: what was said, and that it cannot write.
TEST_F(JsonRpcClientTest, WhatANodeSaidBeforeItWentAwayIsHeard) {
  node_.Hold("*");
  auto [call, request] = Held(client_, "xpay");
  node_.StopReading();
  Pending big(client_, "invoice", {{"label", std::string(3 << 20, 'b')}});
  // The client's thread refuses this in its turn, and writes 64 KiB at most in
  // each: after so many turns it has written what it can.
  const nlohmann::json not_utf8 = {{"label", "\xff"}};
  for (int turn = 0; turn <= 48; ++turn) {
    EXPECT_THAT(Pending(client_, "getinfo", not_utf8).Answer(),
                HasCode(absl::StatusCode::kInvalidArgument));
  }
  // Blocks the thread, which is allowed to nobody else, until the node has
  // gone.
  std::promise<void> blocked;
  std::promise<void> gone;
  client_.Call("getinfo", not_utf8, [&](const JsonRpcAnswer& /*answer*/) {
    blocked.set_value();
    gone.get_future().wait();
  });
  blocked.get_future().wait();
  request.Answer("paid");
  request.Close();
  request.WaitUntilClosed();
  gone.set_value();
  EXPECT_EQ(call.Result(), "paid");
  EXPECT_THAT(big.Answer(), HasCode(absl::StatusCode::kUnavailable));
}

}  // namespace
