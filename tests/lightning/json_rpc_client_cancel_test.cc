// SPDX-License-Identifier: Apache-2.0
//
// Calls that nobody waits for any more, and how many there may be.

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "json_rpc_client.h"
#include "nlohmann/json.hpp"
#include "tests/harness.h"
#include "tests/lightning/json_rpc_harness.h"

namespace {

using harness::HasCode;
using nlohmann::json;
using testing::HasSubstr;

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

}  // namespace
