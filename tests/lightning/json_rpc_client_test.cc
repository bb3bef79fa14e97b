// SPDX-License-Identifier: Apache-2.0

#include "json_rpc_client.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "nlohmann/json.hpp"
#include "tests/harness.h"
#include "tests/lightning/json_rpc_harness.h"

namespace {

using harness::HasCode;
using nlohmann::json;
using testing::HasSubstr;

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

}  // namespace
