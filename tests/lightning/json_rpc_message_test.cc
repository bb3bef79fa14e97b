// SPDX-License-Identifier: Apache-2.0

#include "json_rpc_message.h"

#include <cstdint>
#include <string>
#include <variant>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "json_rpc_client.h"
#include "nlohmann/json.hpp"
#include "tests/harness.h"

namespace {

using harness::HasCode;
using nlohmann::json;
using testing::HasSubstr;

JsonRpcReply MustRead(const std::string& text) {
  const auto reply = ReadJsonRpcReply(text);
  EXPECT_EQ(reply.status(), absl::OkStatus()) << text;
  if (!reply.ok() || !reply->has_value()) {
    ADD_FAILURE() << text;
    return {};
  }
  return **reply;
}

TEST(JsonRpcMessage, ARequestIsOneJsonObject) {
  const auto request = WriteJsonRpcRequest(7, "getinfo", {{"a", 1}});
  ASSERT_EQ(request.status(), absl::OkStatus());
  EXPECT_EQ(json::parse(*request), json::parse(R"({
      "jsonrpc": "2.0",
      "id": "grpc:getinfo#7",
      "method": "getinfo",
      "params": {"a": 1}})"));
}

TEST(JsonRpcMessage, ARequestHasLettersAsTheyAre) {
  const auto request =
      WriteJsonRpcRequest(7, "invoice", {{"label", "é€\n\"\\ 𝄞"}});
  ASSERT_EQ(request.status(), absl::OkStatus());
  EXPECT_THAT(*request, HasSubstr("é€\\n\\\"\\\\ 𝄞"));
}

TEST(JsonRpcMessage, ARequestTakesNothingButUtf8) {
  for (const auto& request :
       {WriteJsonRpcRequest(7, "invoice", {{"label", "\xff"}}),
        WriteJsonRpcRequest(7, "invoice", {{"\xc3", "cut"}}),
        WriteJsonRpcRequest(7, "\xff", json::object())}) {
    EXPECT_THAT(request, HasCode(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(request.status().message(), HasSubstr("not UTF-8"));
  }
}

TEST(JsonRpcMessage, AReplyHasTheResultOfACall) {
  const JsonRpcReply reply = MustRead(
      R"({"jsonrpc":"2.0","id":"grpc:getinfo#7","result":{"alias":"x"}})");
  EXPECT_EQ(reply.call, 7U);
  ASSERT_TRUE(std::holds_alternative<json>(reply.answer));
  EXPECT_EQ(std::get<json>(reply.answer)["alias"], "x");
}

TEST(JsonRpcMessage, AResultMayBeNull) {
  const JsonRpcReply reply = MustRead(R"({"id":"x#1","result":null})");
  ASSERT_TRUE(std::holds_alternative<json>(reply.answer));
  EXPECT_TRUE(std::get<json>(reply.answer).is_null());
}

TEST(JsonRpcMessage, AReplyHasTheErrorOfACall) {
  const JsonRpcReply reply = MustRead(
      R"({"id":"grpc:xpay#7",
          "error":{"code":-32602,"message":"no","data":{"why":"so"}}})");
  EXPECT_EQ(reply.call, 7U);
  ASSERT_TRUE(std::holds_alternative<JsonRpcError>(reply.answer));
  const auto& error = std::get<JsonRpcError>(reply.answer);
  EXPECT_EQ(error.code, -32602);
  EXPECT_EQ(error.message, "no");
  EXPECT_EQ(error.data, json({{"why", "so"}}));
}

TEST(JsonRpcMessage, AnErrorMayHaveNoData) {
  const JsonRpcReply reply =
      MustRead(R"({"id":"x#7","error":{"code":900,"message":"m"}})");
  EXPECT_TRUE(std::get<JsonRpcError>(reply.answer).data.is_null());
}

TEST(JsonRpcMessage, AnErrorThatIsNullIsNone) {
  EXPECT_TRUE(std::holds_alternative<json>(
      MustRead(R"({"id":"x#7","error":null,"result":1})").answer));
}

TEST(JsonRpcMessage, AStrangersIdIsNoCalls) {
  for (const char* const id :
       {"7", "\"\"", "\"x#\"", "\"x#y\"", "\"#18446744073709551616\"", "{}",
        "null", "\"x#-1\""}) {
    EXPECT_EQ(MustRead(absl::StrCat(R"({"result":1,"id":)", id, "}")).call, 0U)
        << id;
  }
}

TEST(JsonRpcMessage, WithoutAnIdItIsANotification) {
  const auto reply = ReadJsonRpcReply(R"({"method":"log","params":{}})");
  ASSERT_EQ(reply.status(), absl::OkStatus());
  EXPECT_FALSE(reply->has_value());
}

TEST(JsonRpcMessage, WhatIsNoReplyIsRefused) {
  for (const std::string text : {
           "",
           "{]",
           "{nonsense}",
           "[]",
           "{\"id\":\"\xff\",\"result\":1}",
           R"({"id":"x#1","result":1e999})",
           R"({"id":"x#1"})",
           R"({"id":"x#1","error":null})",
           R"({"id":"x#1","error":"text"})",
           R"({"id":"x#1","error":{"code":1}})",
           R"({"id":"x#1","error":{"message":"m"}})",
           R"({"id":"x#1","error":{"code":"1","message":"m"}})",
           R"({"id":"x#1","error":{"code":1.5,"message":"m"}})",
           R"({"id":"x#1","error":{"code":1,"message":2}})",
           R"({"id":null,"error":{"code":-32600,"message":"what?"}})",
       }) {
    const auto reply = ReadJsonRpcReply(text);
    EXPECT_THAT(reply, HasCode(absl::StatusCode::kInternal)) << text;
    EXPECT_THAT(reply.status().message(), HasSubstr("wanted"));
  }
}

TEST(JsonRpcMessage, NestingOfAnyDepthIsRead) {
  const std::string nested =
      std::string(100000, '[') + std::string(100000, ']');
  EXPECT_EQ(
      ReadJsonRpcReply(absl::StrCat(R"({"id":"x#1","result":)", nested, "}"))
          .status(),
      absl::OkStatus());
  EXPECT_THAT(ReadJsonRpcReply(std::string(100000, '[')),
              HasCode(absl::StatusCode::kInternal));
}

}  // namespace
