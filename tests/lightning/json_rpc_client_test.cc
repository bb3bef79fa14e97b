// SPDX-License-Identifier: Apache-2.0

#include "json_rpc_client.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "nlohmann/json.hpp"
#include "tests/harness.h"
#include "tests/lightning/fake_lightningd.h"

namespace {

using harness::HasCode;
using nlohmann::json;
using testing::HasSubstr;

// A call that was made.
class Pending {
 public:
  Pending(JsonRpcClient& client, const std::string& command,
          const json& params = json::object())
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
  json Result() {
    auto answer = Answer();
    EXPECT_EQ(answer.status(), absl::OkStatus());
    if (!answer.ok() || !std::holds_alternative<json>(*answer)) return {};
    return std::get<json>(*answer);
  }

  // The node's error, or one with code 0.
  JsonRpcError Error() {
    auto answer = Answer();
    EXPECT_EQ(answer.status(), absl::OkStatus());
    if (!answer.ok() || std::holds_alternative<json>(*answer)) return {};
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

TEST_F(JsonRpcClientTest, GivesTheResult) {
  EXPECT_EQ(Pending(client_, "getinfo").Result()["alias"], "VERIFY");
}

TEST_F(JsonRpcClientTest, GivesTheNodesError) {
  node_.Hold("xpay");
  auto [call, request] = Held(client_, "xpay");
  request.Fail(205, "no route", {{"tried", 3}});
  const JsonRpcError error = call.Error();
  EXPECT_EQ(error.code, 205);
  EXPECT_EQ(error.message, "no route");
  EXPECT_EQ(error.data, json({{"tried", 3}}));
  EXPECT_EQ(Pending(client_, "none").Error().code, -32601);
}

TEST_F(JsonRpcClientTest, AsksInJsonRpcWithLettersAsTheyAre) {
  const Pending call(client_, "help", {{"command", "é€𝄞\n\"\\"}});
  node_.WaitForRequests(1);
  const std::string request = node_.requests()[0];
  EXPECT_THAT(request, HasSubstr("é€𝄞\\n\\\"\\\\"));
  EXPECT_EQ(json::parse(request),
            json({{"jsonrpc", "2.0"},
                  {"id", absl::StrCat("grpc:help#", call.id())},
                  {"method", "help"},
                  {"params", {{"command", "é€𝄞\n\"\\"}}}}));
}

TEST_F(JsonRpcClientTest, NoTwoCallsOfAProcessHaveTheSameId) {
  JsonRpcClient other(node_.rpc_file());
  EXPECT_NE(Pending(client_, "getinfo").id(), Pending(other, "getinfo").id());
}

TEST_F(JsonRpcClientTest, RefusesTextThatIsNotUtf8AndLivesOn) {
  const auto answer = Pending(client_, "help", {{"command", "\xff"}}).Answer();
  EXPECT_THAT(answer, HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(node_.connections(), 0U);
  EXPECT_EQ(Pending(client_, "getinfo").Result()["alias"], "VERIFY");
}

TEST_F(JsonRpcClientTest, ConnectsWithTheFirstCallAndStaysConnected) {
  EXPECT_EQ(node_.connections(), 0U);
  for (int i = 0; i < 3; ++i) Pending(client_, "getinfo").Result();
  EXPECT_EQ(node_.connections(), 1U);
}

TEST_F(JsonRpcClientTest, MatchesAnswersThatComeInAnyOrder) {
  node_.Hold("*");
  auto [first, first_request] = Held(client_, "getinfo");
  auto [second, second_request] = Held(client_, "getinfo");
  auto [third, third_request] = Held(client_, "getinfo");
  third_request.Answer("third");
  EXPECT_EQ(third.Result(), "third");
  first_request.Answer("first");
  EXPECT_EQ(first.Result(), "first");
  EXPECT_TRUE(second.IsOpen());
  second_request.Answer("second");
  EXPECT_EQ(second.Result(), "second");
}

TEST_F(JsonRpcClientTest, ALongPollHoldsUpNobody) {
  Pending poll(client_, "waitanyinvoice");
  Pending(client_, "invoice",
          {{"label", "l"}, {"description", "d"}, {"amount_msat", 1}})
      .Result();
  EXPECT_TRUE(poll.IsOpen());
  node_.Pay("l", 1);
  EXPECT_EQ(poll.Result()["label"], "l");
  EXPECT_EQ(node_.connections(), 1U);
}

TEST_F(JsonRpcClientTest, TakesAnswersByteByByteAndSeveralAtOnce) {
  node_.Hold("*");
  node_.SetFragment(1);
  auto [first, first_request] = Held(client_, "getinfo");
  first_request.AnswerAsUsual();
  EXPECT_EQ(first.Result()["alias"], "VERIFY");

  node_.SetFragment(SIZE_MAX);
  auto [second, second_request] = Held(client_, "getinfo");
  auto [third, third_request] = Held(client_, "getinfo");
  second_request.Send(third_request.Text({{"result", 3}}) +
                      second_request.Text({{"result", 2}}));
  EXPECT_EQ(second.Result(), 2);
  EXPECT_EQ(third.Result(), 3);
}

TEST_F(JsonRpcClientTest, TakesAnAnswerThatIsLongerThanAnyBuffer) {
  node_.Hold("*");
  auto [call, request] = Held(client_, "getinfo");
  const std::string much(3 << 20, 'm');
  request.Answer(much);
  EXPECT_EQ(call.Result(), much);
}

TEST_F(JsonRpcClientTest, SendsARequestThatIsLongerThanAnyBuffer) {
  const std::string much(3 << 20, 'm');
  Pending call(client_, "invoice",
               {{"label", much}, {"description", "d"}, {"amount_msat", 1}});
  EXPECT_EQ(call.Result()["created_index"], 1);
}

TEST_F(JsonRpcClientTest, PassesOverNotificationsAndAnswersForNobody) {
  node_.Hold("*");
  auto [call, request] = Held(client_, "getinfo");
  request.Send(R"({"jsonrpc":"2.0","method":"log","params":{}})");
  request.Send(R"({"jsonrpc":"2.0","id":"grpc:getinfo#0","result":1})");
  request.Send(R"({"jsonrpc":"2.0","id":77,"result":1})");
  request.Answer("own");
  request.Answer("again");
  EXPECT_EQ(call.Result(), "own");
  auto [next, next_request] = Held(client_, "getinfo");
  next_request.Answer("next");
  EXPECT_EQ(next.Result(), "next");
  EXPECT_EQ(node_.connections(), 1U);
}

TEST_F(JsonRpcClientTest, WhatMakesNoSenseEndsTheConnection) {
  node_.Hold("*");
  for (const std::string& text :
       {std::string("rubbish"), std::string("{]}"),
        std::string(R"({"id":"x#1","result":)") + "\"\xff\"}",
        std::string(R"({"id":"x#1"})"), std::string("[]")}) {
    auto [first, first_request] = Held(client_, "getinfo");
    auto [second, second_request] = Held(client_, "getinfo");
    second_request.Send(text);
    EXPECT_THAT(first.Answer(), HasCode(absl::StatusCode::kUnavailable))
        << text;
    EXPECT_THAT(second.Answer(), HasCode(absl::StatusCode::kUnavailable))
        << text;
    first_request.WaitUntilClosed();
  }
  auto [next, next_request] = Held(client_, "getinfo");
  next_request.Answer("next");
  EXPECT_EQ(next.Result(), "next");
}

TEST_F(JsonRpcClientTest, AnAnswerIsTakenEvenIfRubbishFollows) {
  node_.Hold("*");
  auto [call, request] = Held(client_, "getinfo");
  request.Send(request.Text({{"result", 1}}) + "rubbish");
  EXPECT_EQ(call.Result(), 1);
  request.WaitUntilClosed();
}

TEST_F(JsonRpcClientTest, AnAnswerThatIsTooLongOrTooDeepEndsTheConnection) {
  JsonRpcClient client(node_.rpc_file(), {.answer_bytes = 100000});
  node_.Hold("*");
  for (const std::string& text :
       {"{" + std::string(100000, ' '), "{" + std::string(1000000, '[')}) {
    auto [call, request] = Held(client, "getinfo");
    request.Send(text);
    const JsonRpcAnswer answer = call.Answer();
    EXPECT_THAT(answer, HasCode(absl::StatusCode::kUnavailable));
    EXPECT_THAT(std::string(answer.status().message()),
                HasSubstr("may have done what it was asked"));
    request.WaitUntilClosed();
  }
}

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
  EXPECT_THAT(first.Answer(), HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(second.Answer(), HasCode(absl::StatusCode::kUnavailable));
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

// Its own end of the connection is full of what it has not read.
TEST_F(JsonRpcClientTest, WhatANodeSaidBeforeItWentAwayIsHeard) {
  node_.Hold("*");
  auto [call, request] = Held(client_, "xpay");
  node_.StopReading();
  Pending big(client_, "invoice", {{"label", std::string(3 << 20, 'b')}});
  request.Answer("paid");
  request.Close();
  EXPECT_EQ(call.Result(), "paid");
  EXPECT_THAT(big.Answer(), HasCode(absl::StatusCode::kUnavailable));
}

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

TEST_F(JsonRpcClientTest, CancelEndsACallAndItsAnswerIsThrownAway) {
  node_.Hold("*");
  auto [first, first_request] = Held(client_, "getinfo");
  auto [second, second_request] = Held(client_, "getinfo");
  client_.Cancel(first.id());
  EXPECT_THAT(first.Answer(), HasCode(absl::StatusCode::kCancelled));
  first_request.Answer(1);
  second_request.Answer(2);
  EXPECT_EQ(second.Result(), 2);
  // All is answered: there is no reason to close the connection.
  auto [third, third_request] = Held(client_, "getinfo");
  third_request.Answer(3);
  EXPECT_EQ(third.Result(), 3);
  EXPECT_EQ(node_.connections(), 1U);
}

TEST_F(JsonRpcClientTest, CancelOfTheOnlyCallEndsTheConnection) {
  node_.Hold("*");
  auto [call, request] = Held(client_, "getinfo");
  client_.Cancel(call.id());
  EXPECT_THAT(call.Answer(), HasCode(absl::StatusCode::kCancelled));
  request.WaitUntilClosed();
  auto [next, next_request] = Held(client_, "getinfo");
  next_request.Answer(1);
  EXPECT_EQ(next.Result(), 1);
  EXPECT_EQ(node_.connections(), 2U);
}

TEST_F(JsonRpcClientTest,
       TheConnectionEndsWithTheLastCallThatSomebodyWaitsFor) {
  node_.Hold("*");
  auto [first, first_request] = Held(client_, "getinfo");
  auto [second, second_request] = Held(client_, "getinfo");
  client_.Cancel(first.id());
  second_request.Answer(2);
  EXPECT_EQ(second.Result(), 2);
  first_request.WaitUntilClosed();
}

TEST_F(JsonRpcClientTest, CancelOfACallThatIsOverIsNothing) {
  Pending call(client_, "getinfo");
  call.Result();
  client_.Cancel(call.id());
  client_.Cancel(0);
  node_.Hold("*");
  auto [cancelled, request] = Held(client_, "getinfo");
  client_.Cancel(cancelled.id());
  client_.Cancel(cancelled.id());
  EXPECT_THAT(cancelled.Answer(), HasCode(absl::StatusCode::kCancelled));
}

// One call is written, as far as that goes, and two more wait for it.
TEST_F(JsonRpcClientTest, WhatIsCancelledBeforeItIsSentIsNeverSent) {
  node_.Hold("*");
  auto [first, first_request] = Held(client_, "first");
  node_.StopReading();
  Pending big(client_, "big", {{"label", std::string(3 << 20, 'b')}});
  Pending second(client_, "second");
  Pending third(client_, "third");
  client_.Cancel(second.id());
  EXPECT_THAT(second.Answer(), HasCode(absl::StatusCode::kCancelled));
  node_.GoOnReading();
  EXPECT_EQ(node_.Next().command(), "big");
  EXPECT_EQ(node_.Next().command(), "third");
  // Nothing is unanswered that was cancelled.
  client_.Cancel(big.id());
  EXPECT_THAT(big.Answer(), HasCode(absl::StatusCode::kCancelled));
  first_request.Answer(1);
  EXPECT_EQ(first.Result(), 1);
  EXPECT_EQ(node_.open_connections(), 1U);
}

TEST_F(JsonRpcClientTest, NoMoreCallsThanAllowedAreOpen) {
  JsonRpcClient client(node_.rpc_file(), {.open_calls = 2});
  node_.Hold("*");
  auto [first, first_request] = Held(client, "getinfo");
  auto [second, second_request] = Held(client, "getinfo");
  const auto refused = Pending(client, "getinfo").Answer();
  EXPECT_THAT(refused, HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(refused.status().message(), HasSubstr("2 calls wait"));
  client.Cancel(first.id());
  EXPECT_THAT(first.Answer(), HasCode(absl::StatusCode::kCancelled));
  EXPECT_THAT(Pending(client, "getinfo").Answer(),
              HasCode(absl::StatusCode::kResourceExhausted))
      << "the node still works for the one that was cancelled";
  second_request.Answer(2);
  EXPECT_EQ(second.Result(), 2);
  first_request.WaitUntilClosed();
  // Those places are free again.
  auto [third, third_request] = Held(client, "getinfo");
  auto [fourth, fourth_request] = Held(client, "getinfo");
  third_request.Answer(3);
  EXPECT_EQ(third.Result(), 3);
  // And after calls that could not be sent at all.
  node_.Stop();
  EXPECT_THAT(fourth.Answer(), HasCode(absl::StatusCode::kUnavailable));
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(Pending(client, "getinfo").Answer(),
                HasCode(absl::StatusCode::kUnavailable));
  }
}

TEST_F(JsonRpcClientTest, NoMoreWaitsToBeSentThanAllowed) {
  constexpr size_t kLimit = 4 << 20;
  JsonRpcClient client(node_.rpc_file(), {.request_bytes = kLimit});
  node_.StopReading();
  const json params = {{"label", std::string(kLimit / 2, 'b')}};
  Pending sent(client, "invoice", params);
  const auto refused = Pending(client, "invoice", params).Answer();
  EXPECT_THAT(refused, HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(refused.status().message(), HasSubstr("does not read"));
  node_.GoOnReading();
  EXPECT_EQ(sent.Error().code, -32602);
  EXPECT_EQ(Pending(client, "invoice", params).Error().code, -32602);
}

TEST_F(JsonRpcClientTest, ManyCancelledCallsGetTheNextANewConnection) {
  JsonRpcClient client(node_.rpc_file(), {.cancelled_calls = 2});
  node_.Hold("*");
  auto [poll, poll_request] = Held(client, "poll");
  for (int i = 0; i < 2; ++i) {
    auto [call, request] = Held(client, "getinfo");
    EXPECT_EQ(node_.connections(), 1U);
    client.Cancel(call.id());
    EXPECT_THAT(call.Answer(), HasCode(absl::StatusCode::kCancelled));
  }
  auto [next, next_request] = Held(client, "getinfo");
  EXPECT_EQ(node_.open_connections(), 2U);
  next_request.Answer(1);
  EXPECT_EQ(next.Result(), 1);
  // Nobody on the old one is hurt, and it ends with the last.
  poll_request.Answer(2);
  EXPECT_EQ(poll.Result(), 2);
  poll_request.WaitUntilClosed();
  auto [last, last_request] = Held(client, "getinfo");
  last_request.Answer(3);
  EXPECT_EQ(last.Result(), 3);
  EXPECT_EQ(node_.connections(), 2U);
}

TEST_F(JsonRpcClientTest, AnOldConnectionEndsEvenIfAllIsAnswered) {
  JsonRpcClient client(node_.rpc_file(), {.cancelled_calls = 1});
  node_.Hold("*");
  auto [poll, poll_request] = Held(client, "poll");
  auto [call, request] = Held(client, "getinfo");
  client.Cancel(call.id());
  EXPECT_THAT(call.Answer(), HasCode(absl::StatusCode::kCancelled));
  auto [next, next_request] = Held(client, "getinfo");
  request.Answer(1);
  poll_request.Answer(2);
  EXPECT_EQ(poll.Result(), 2);
  poll_request.WaitUntilClosed();
  client.Cancel(next.id());
  EXPECT_THAT(next.Answer(), HasCode(absl::StatusCode::kCancelled));
}

TEST_F(JsonRpcClientTest, EachCallHasItsOwnConnectionIfNoneMayBeCancelled) {
  JsonRpcClient client(node_.rpc_file(), {.cancelled_calls = 0});
  for (int i = 0; i < 3; ++i) Pending(client, "getinfo").Result();
  EXPECT_EQ(node_.connections(), 3U);
  node_.WaitForOpenConnections(1);
}

TEST_F(JsonRpcClientTest, CallsOnAnOldConnectionCanBeCancelled) {
  JsonRpcClient client(node_.rpc_file(), {.cancelled_calls = 1});
  node_.Hold("*");
  auto [poll, poll_request] = Held(client, "poll");
  auto [call, request] = Held(client, "getinfo");
  client.Cancel(call.id());
  auto [next, next_request] = Held(client, "getinfo");
  client.Cancel(poll.id());
  EXPECT_THAT(poll.Answer(), HasCode(absl::StatusCode::kCancelled));
  poll_request.WaitUntilClosed();
  EXPECT_TRUE(next.IsOpen());
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
