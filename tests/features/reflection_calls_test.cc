// SPDX-License-Identifier: Apache-2.0
//
// Calls of methods that the client knows by reflection only.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "reflection_client.h"
#include "tests/features/reflection_fake.h"
#include "tests/features/reflection_things.h"
#include "tests/harness.h"

namespace {

class ReflectionCalls : public FakedReflection {};

TEST_F(ReflectionCalls, AUnaryMethodHasOneReply) {
  fake_.methods["/test.Things/Get"] = {{kAda}, grpc::Status::OK};
  EXPECT_THAT(client_.Call("test.Things/Get", "{}").value(),
              testing::ElementsAre(R"({"name":"Ada"})"));
  for (const auto& replies :
       {std::vector<std::string>{}, std::vector<std::string>{kAda, kAda}}) {
    fake_.methods["/test.Things/Get"] = {replies, grpc::Status::OK};
    EXPECT_EQ(client_.Call("test.Things/Get", "{}").status(),
              absl::InternalError(absl::StrCat(
                  "the server sent ", replies.size(), " replies: wanted 1")));
    EXPECT_THAT(client_.Call("test.Things/List", "{}"),
                harness::HasCode(absl::StatusCode::kUnimplemented));
  }
}

TEST_F(ReflectionCalls, TheStatusOfAStreamIsLookedAtBehindItsReplies) {
  fake_.methods["/test.Things/List"] = {
      {kAda, kAda}, grpc::Status(grpc::StatusCode::DATA_LOSS, "no more")};
  EXPECT_EQ(client_.Call("test.Things/List", "{}").status(),
            absl::DataLossError("/test.Things/List: no more"));
  fake_.methods["/test.Things/List"].status = grpc::Status::OK;
  EXPECT_THAT(client_.Call("test.Things/List", "{}").value(),
              testing::SizeIs(2));
}

TEST_F(ReflectionCalls, AReplyThatCannotBeReadIsNotTheEndOfTheStream) {
  fake_.methods["/test.Things/List"] = {{kAda, "\xff"}, grpc::Status::OK};
  EXPECT_EQ(client_.Call("test.Things/List", "{}").status(),
            absl::InternalError("a reply cannot be read: wanted a test.Thing"));
}

TEST_F(ReflectionCalls, RepliesWithoutEndAreGivenUp) {
  fake_.methods["/test.Things/List"] = {
      {absl::StrCat("\x0a\x80\x80\x40", std::string(1 << 20, 'a'))},
      grpc::Status::OK,
      /*endless=*/true};
  EXPECT_EQ(client_.Call("test.Things/List", "{}").status(),
            absl::ResourceExhaustedError(
                "the replies: wanted at most 16777216 bytes in all"));
}

TEST_F(ReflectionCalls, AFieldThatMustBeThereIsNamed) {
  fake_.Add(ThingFile(
      Field("name", 1, "type: TYPE_STRING label: LABEL_REQUIRED"), ""));
  const auto replies = client_.Call("test.Things/Get", "{}");
  EXPECT_THAT(replies, harness::HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(replies.status().message()),
              testing::AllOf(testing::StartsWith("JSON for a test.Thing: "),
                             testing::EndsWith("name")));
}

TEST_F(ReflectionCalls, AnAnyOfAnUnknownTypeCannotBeShown) {
  fake_.Add(File(absl::StrCat(
      "name: 'google/protobuf/any.proto' package: 'google.protobuf' "
      "syntax: 'proto3' message_type { name: 'Any' ",
      Field("type_url", 1, "type: TYPE_STRING"),
      Field("value", 2, "type: TYPE_BYTES"), "}")));
  fake_.Add(
      ThingFile(Field("any", 1, "type_name: '.google.protobuf.Any'"),
                "syntax: 'proto3' dependency: 'google/protobuf/any.proto'"));
  fake_.methods["/test.Things/Get"] = {
      {absl::StrCat("\x0a\x0a", "\x0a\x08", "a.com/a.B")}, grpc::Status::OK};
  const auto replies = client_.Call("test.Things/Get", "{}");
  EXPECT_THAT(replies, harness::HasCode(absl::StatusCode::kInternal));
}

}  // namespace
