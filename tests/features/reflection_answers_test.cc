// SPDX-License-Identifier: Apache-2.0
//
// What the client makes of a server's answers, and of their absence.

#include <map>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "reflection_client.h"
#include "server_reflection.pb.h"
#include "tests/features/reflection_fake.h"
#include "tests/features/reflection_things.h"
#include "tests/harness.h"

namespace {

constexpr char kV1[] =
    "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
constexpr char kV1Alpha[] =
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

class ReflectionAnswers : public FakedReflection {};

TEST_F(ReflectionAnswers, TheNewerVersionOfReflectionIsTriedFirst) {
  EXPECT_EQ(client_.Describe("test.Things/Get").value_or(""),
            "rpc Get(test.Thing) returns (test.Thing);\n"
            "message test.Thing {\n"
            "  string name = 1;\n"
            "}\n");
  // One question for the service, and one for the file that it imports.
  EXPECT_THAT(fake_.Called(), testing::ElementsAre(kV1, kV1));
}

TEST_F(ReflectionAnswers,
       TheOlderVersionIsTakenOnceItIsKnownThatThereIsNoOther) {
  fake_.version = "v1alpha";
  EXPECT_EQ(client_.Describe("test.Things/Get").status(), absl::OkStatus());
  EXPECT_THAT(fake_.Called(), testing::ElementsAre(kV1, kV1Alpha, kV1Alpha));
}

TEST_F(ReflectionAnswers, AServerThatHasNeitherHasNoReflection) {
  fake_.version = "v2";
  EXPECT_EQ(Describing(),
            absl::UnimplementedError("the server has no reflection: wanted "
                                     "grpc.reflection.v1 or v1alpha"));
}

TEST_F(ReflectionAnswers, WhatIsKnownIsNotAskedForAgain) {
  EXPECT_EQ(client_.Describe("test.Things/Get").status(), absl::OkStatus());
  EXPECT_EQ(client_.Describe("test.Things/List").status(), absl::OkStatus());
  EXPECT_THAT(fake_.Called(), testing::SizeIs(2));
}

TEST_F(ReflectionAnswers, AnAnswerToAnotherQuestionIsRefused) {
  AnswerAll(server_reflection::Answer());
  EXPECT_EQ(
      Describing(),
      absl::InternalError("the answer to a request for a file: wanted files"));
  EXPECT_EQ(
      client_.Services().status(),
      absl::InternalError("the answer to list_services: wanted services"));
}

TEST_F(ReflectionAnswers, OneAnswerIsWanted) {
  fake_.answer = [](const server_reflection::Question&) {
    return Script{{"", ""}, grpc::Status::OK};
  };
  const absl::Status unreadable = absl::InternalError(
      "the answer cannot be read: wanted one ServerReflectionResponse");
  EXPECT_EQ(client_.Services().status(), unreadable);
  fake_.answer = [](const server_reflection::Question&) {
    return Script{{"\xff"}, grpc::Status::OK};
  };
  EXPECT_EQ(client_.Services().status(), unreadable);
  fake_.answer = [](const server_reflection::Question&) { return Script{}; };
  EXPECT_EQ(client_.Services().status(),
            absl::InternalError("no answer: wanted one"));
}

TEST_F(ReflectionAnswers, TheServersErrorIsPassedOnIfItHasACode) {
  for (const auto& [code, status] :
       std::map<int, absl::StatusCode>{{7, absl::StatusCode::kPermissionDenied},
                                       {0, absl::StatusCode::kUnknown},
                                       {-1, absl::StatusCode::kUnknown},
                                       {17, absl::StatusCode::kUnknown}}) {
    server_reflection::Answer answer;
    answer.mutable_error_response()->set_error_code(code);
    answer.mutable_error_response()->set_error_message("not \n you");
    AnswerAll(answer);
    const absl::Status wanted(status, "the server says \"not \\n you\"");
    EXPECT_EQ(client_.Services().status(), wanted);
    EXPECT_EQ(Describing(), wanted);
  }
}

TEST_F(ReflectionAnswers, AServiceWithAStrangeNameIsNotShown) {
  server_reflection::Answer answer;
  answer.mutable_list_services_response()->add_service()->set_name("a\x1b[2J");
  AnswerAll(answer);
  EXPECT_EQ(client_.Services().status(),
            absl::InternalError("the server's service \"a\\x1b[2J\": wanted "
                                "package.Service"));
}

TEST_F(ReflectionAnswers, ASilentServerIsGivenUp) {
  fake_.answer = [](const server_reflection::Question&) {
    return Script{.silent = true};
  };
  ReflectionClient hasty(fake_.Channel(), absl::Milliseconds(200));
  EXPECT_THAT(hasty.Services(),
              harness::HasCode(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(hasty.Describe("test.Things/Get"),
              harness::HasCode(absl::StatusCode::kDeadlineExceeded));
}

}  // namespace
