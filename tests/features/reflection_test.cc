// SPDX-License-Identifier: Apache-2.0

#include "reflection.h"

#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/text_format.h"
#include "hello.grpc.pb.h"
#include "reflection_client.h"
#include "reflection_server.h"
#include "server_reflection.pb.h"
#include "support/story.h"
#include "tests/feature_contract.h"
#include "tests/feature_harness.h"
#include "tests/features/reflection_fake.h"
#include "tests/harness.h"

namespace {

using google::protobuf::FileDescriptorProto;

using Setup = FeatureSetup<ReflectionServer, TellReflection>;

INSTANTIATE_TYPED_TEST_SUITE_P(Reflection, FeatureContract, Setup);

// A file from the text format of its descriptor.
FileDescriptorProto File(const std::string& text) {
  FileDescriptorProto file;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &file));
  return file;
}

// A field in that text format. `more` is its type, and what else it has.
std::string Field(const std::string& name, int number,
                  const std::string& more) {
  const bool has_label = absl::StrContains(more, "label:");
  return absl::StrCat("field { name: '", name, "' number: ", number, " ", more,
                      has_label ? "" : " label: LABEL_OPTIONAL", " } ");
}

constexpr char kMain[] = R"(
    name: 'main.proto' package: 'test' dependency: 'thing.proto'
    service {
      name: 'Things'
      method { name: 'Get' input_type: 'Thing' output_type: 'Thing' }
      method {
        name: 'List' input_type: 'Thing' output_type: 'Thing'
        server_streaming: true
      }
    })";

// A file with the message Thing, which has `fields`.
FileDescriptorProto ThingFile(const std::string& fields,
                              const std::string& more = "syntax: 'proto3'") {
  return File(absl::StrCat("name: 'thing.proto' package: 'test' ", more,
                           " message_type { name: 'Thing' ", fields, " }"));
}

// A Thing whose name is "Ada".
constexpr char kAda[] =
    "\x0a\x03"
    "Ada";

class FakedReflection : public testing::Test {
 protected:
  FakedReflection() {
    fake_.Add(File(kMain));
    fake_.Add(ThingFile(Field("name", 1, "type: TYPE_STRING")));
  }

  // Answers each question with `answer`.
  void AnswerAll(const server_reflection::Answer& answer) {
    fake_.answer = [answer](const server_reflection::Question&) {
      return Script{{answer.SerializeAsString()}, grpc::Status::OK};
    };
  }

  // What the client makes of the server's files. Twice the same.
  absl::Status Describing() {
    const absl::Status first = client_.Describe("test.Things/Get").status();
    EXPECT_EQ(client_.Describe("test.Things/Get").status(), first);
    return first;
  }

  FakeReflection fake_;
  ReflectionClient client_{fake_.Channel(), harness::kForever};
};

constexpr char kV1[] =
    "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
constexpr char kV1Alpha[] =
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

TEST_F(FakedReflection, TheNewerVersionOfReflectionIsTriedFirst) {
  EXPECT_EQ(client_.Describe("test.Things/Get").value_or(""),
            "rpc Get(test.Thing) returns (test.Thing);\n"
            "message test.Thing {\n"
            "  string name = 1;\n"
            "}\n");
  // One question for the service, and one for the file that it imports.
  EXPECT_THAT(fake_.Called(), testing::ElementsAre(kV1, kV1));
}

TEST_F(FakedReflection, TheOlderVersionIsTakenOnceItIsKnownThatThereIsNoOther) {
  fake_.version = "v1alpha";
  EXPECT_EQ(client_.Describe("test.Things/Get").status(), absl::OkStatus());
  EXPECT_THAT(fake_.Called(), testing::ElementsAre(kV1, kV1Alpha, kV1Alpha));
}

TEST_F(FakedReflection, AServerThatHasNeitherHasNoReflection) {
  fake_.version = "v2";
  EXPECT_EQ(Describing(),
            absl::UnimplementedError("the server has no reflection: wanted "
                                     "grpc.reflection.v1 or v1alpha"));
}

TEST_F(FakedReflection, WhatIsKnownIsNotAskedForAgain) {
  EXPECT_EQ(client_.Describe("test.Things/Get").status(), absl::OkStatus());
  EXPECT_EQ(client_.Describe("test.Things/List").status(), absl::OkStatus());
  EXPECT_THAT(fake_.Called(), testing::SizeIs(2));
}

TEST_F(FakedReflection, AnImportThatIsNotThereIsNamed) {
  fake_.files.erase("thing.proto");
  EXPECT_EQ(Describing(),
            absl::InternalError("the server's file \"thing.proto\": another "
                                "imports it, and it is not there"));
}

TEST_F(FakedReflection, AnImportThatIsRefusedIsNotTakenForMissing) {
  fake_.answer = [this](const server_reflection::Question& question) {
    server_reflection::Answer answer;
    if (question.has_file_by_filename()) {
      answer.mutable_error_response()->set_error_code(7);
    } else {
      answer.mutable_file_descriptor_response()->add_file_descriptor_proto(
          fake_.files["main.proto"].SerializeAsString());
    }
    return Script{{answer.SerializeAsString()}};
  };
  EXPECT_EQ(Describing(), absl::PermissionDeniedError("the server says \"\""));
}

TEST_F(FakedReflection, AnotherFileThanTheOneAskedForIsNotTaken) {
  fake_.files["thing.proto"].set_name("other.proto");
  EXPECT_EQ(Describing(),
            absl::InternalError(
                "the server's file \"thing.proto\": it has sent another"));
}

TEST_F(FakedReflection, FilesThatImportEachOtherAreRefused) {
  fake_.Add(ThingFile("", "dependency: 'main.proto'"));
  EXPECT_EQ(Describing(),
            absl::InternalError(
                "the server's file \"main.proto\": it imports itself"));
}

TEST_F(FakedReflection, AFileThatMakesNoSenseIsRefused) {
  fake_.Add(ThingFile(Field("a", 1, "type_name: 'Nothing'") +
                      Field("b", 2, "type_name: 'Nobody'")));
  EXPECT_EQ(Describing(),
            absl::InternalError("the server's file \"thing.proto\": "
                                "\"test.Thing.a\": \"\\\"Nothing\\\" is not "
                                "defined.\""));
}

TEST_F(FakedReflection, FilesWithoutEndAreRefused) {
  fake_.answer = [](const server_reflection::Question& question) {
    // Each imports the next.
    FileDescriptorProto file;
    file.set_name(question.file_by_filename());
    file.add_dependency(question.file_by_filename() + "a");
    server_reflection::Answer answer;
    answer.mutable_file_descriptor_response()->add_file_descriptor_proto(
        file.SerializeAsString());
    return Script{{answer.SerializeAsString()}, grpc::Status::OK};
  };
  EXPECT_EQ(client_.Describe("test.Things/Get").status(),
            absl::ResourceExhaustedError(
                "the server's files: wanted at most 1000 with 16777216 bytes "
                "and 5000 messages in all"));
  EXPECT_THAT(fake_.Called(), testing::SizeIs(Schema::kMostFiles + 1));
}

TEST_F(FakedReflection, FilesThatAreTooLargeAreRefused) {
  fake_.answer = [](const server_reflection::Question& question) {
    FileDescriptorProto file;
    file.set_name(question.file_by_filename());
    file.add_dependency(question.file_by_filename() + "a");
    file.add_message_type()->set_name(std::string(3 << 20, 'a'));
    server_reflection::Answer answer;
    answer.mutable_file_descriptor_response()->add_file_descriptor_proto(
        file.SerializeAsString());
    return Script{{answer.SerializeAsString()}, grpc::Status::OK};
  };
  EXPECT_THAT(client_.Describe("test.Things/Get"),
              harness::HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(fake_.Called(), testing::SizeIs(6));
}

TEST_F(FakedReflection, MessagesThatAreTooManyAreRefused) {
  FileDescriptorProto& file = fake_.files["thing.proto"];
  for (size_t i = 0; i < Schema::kMostMessages / 2; ++i) {
    auto* const type = file.add_message_type();
    type->set_name(absl::StrCat("Thing", i));
    type->add_nested_type()->set_name("Part");
  }
  EXPECT_THAT(Describing(),
              harness::HasCode(absl::StatusCode::kResourceExhausted));
}

TEST_F(FakedReflection, AsManyMessagesAsMayBeCanBeAChain) {
  // A Thing has a Thing0, which has a Thing1 ...
  FileDescriptorProto& file = fake_.files["thing.proto"];
  file.mutable_message_type(0)->mutable_field(0)->set_type_name("Thing0");
  file.mutable_message_type(0)->mutable_field(0)->clear_type();
  for (size_t i = 0; i + 1 < Schema::kMostMessages; ++i) {
    auto* const type = file.add_message_type();
    *type = file.message_type(0);
    type->set_name(absl::StrCat("Thing", i));
    if (i + 2 == Schema::kMostMessages) type->clear_field();
    for (auto& field : *type->mutable_field()) {
      field.set_type_name(absl::StrCat("Thing", i + 1));
    }
  }
  fake_.methods["/test.Things/Get"] = {{kAda}, grpc::Status::OK};
  EXPECT_EQ(client_.Call("test.Things/Get", "{}").status(),
            absl::InternalError("a reply cannot be read: wanted a test.Thing"));
}

TEST_F(FakedReflection, AFileThatIsNoneIsRefused) {
  server_reflection::Answer answer;
  answer.mutable_file_descriptor_response()->add_file_descriptor_proto("\xff");
  AnswerAll(answer);
  EXPECT_EQ(Describing(),
            absl::InternalError("a file in the answer cannot be read: wanted a "
                                "FileDescriptorProto"));
}

TEST_F(FakedReflection, AFileWithoutTheServiceIsNotEnough) {
  fake_.files["main.proto"].clear_service();
  EXPECT_EQ(Describing(),
            absl::NotFoundError("service \"test.Things\": wanted one that the "
                                "server lists"));
}

TEST_F(FakedReflection, AnAnswerToAnotherQuestionIsRefused) {
  AnswerAll(server_reflection::Answer());
  EXPECT_EQ(
      Describing(),
      absl::InternalError("the answer to a request for a file: wanted files"));
  EXPECT_EQ(
      client_.Services().status(),
      absl::InternalError("the answer to list_services: wanted services"));
}

TEST_F(FakedReflection, OneAnswerIsWanted) {
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

TEST_F(FakedReflection, TheServersErrorIsPassedOnIfItHasACode) {
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

TEST_F(FakedReflection, AServiceWithAStrangeNameIsNotShown) {
  server_reflection::Answer answer;
  answer.mutable_list_services_response()->add_service()->set_name("a\x1b[2J");
  AnswerAll(answer);
  EXPECT_EQ(client_.Services().status(),
            absl::InternalError("the server's service \"a\\x1b[2J\": wanted "
                                "package.Service"));
}

TEST_F(FakedReflection, ASilentServerIsGivenUp) {
  fake_.answer = [](const server_reflection::Question&) {
    return Script{.silent = true};
  };
  ReflectionClient hasty(fake_.Channel(), absl::Milliseconds(200));
  EXPECT_THAT(hasty.Services(),
              harness::HasCode(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(hasty.Describe("test.Things/Get"),
              harness::HasCode(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(FakedReflection, AUnaryMethodHasOneReply) {
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

TEST_F(FakedReflection, TheStatusOfAStreamIsLookedAtBehindItsReplies) {
  fake_.methods["/test.Things/List"] = {
      {kAda, kAda}, grpc::Status(grpc::StatusCode::DATA_LOSS, "no more")};
  EXPECT_EQ(client_.Call("test.Things/List", "{}").status(),
            absl::DataLossError("/test.Things/List: no more"));
  fake_.methods["/test.Things/List"].status = grpc::Status::OK;
  EXPECT_THAT(client_.Call("test.Things/List", "{}").value(),
              testing::SizeIs(2));
}

TEST_F(FakedReflection, AReplyThatCannotBeReadIsNotTheEndOfTheStream) {
  fake_.methods["/test.Things/List"] = {{kAda, "\xff"}, grpc::Status::OK};
  EXPECT_EQ(client_.Call("test.Things/List", "{}").status(),
            absl::InternalError("a reply cannot be read: wanted a test.Thing"));
}

TEST_F(FakedReflection, RepliesWithoutEndAreGivenUp) {
  fake_.methods["/test.Things/List"] = {
      {absl::StrCat("\x0a\x80\x80\x40", std::string(1 << 20, 'a'))},
      grpc::Status::OK,
      /*endless=*/true};
  EXPECT_EQ(client_.Call("test.Things/List", "{}").status(),
            absl::ResourceExhaustedError(
                "the replies: wanted at most 16777216 bytes in all"));
}

TEST_F(FakedReflection, AFieldThatMustBeThereIsNamed) {
  fake_.Add(ThingFile(
      Field("name", 1, "type: TYPE_STRING label: LABEL_REQUIRED"), ""));
  const auto replies = client_.Call("test.Things/Get", "{}");
  EXPECT_THAT(replies, harness::HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(replies.status().message()),
              testing::AllOf(testing::StartsWith("JSON for a test.Thing: "),
                             testing::EndsWith("name")));
}

TEST_F(FakedReflection, AnAnyOfAnUnknownTypeCannotBeShown) {
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

TEST_F(FakedReflection, ManyKindsOfFieldsAreShown) {
  fake_.Add(ThingFile(
      absl::StrCat(
          Field("name", 1, "type: TYPE_STRING"),
          Field("count", 2,
                "type: TYPE_INT32 proto3_optional: true oneof_index: 1"),
          Field("part", 3, "type_name: 'Part' label: LABEL_REPEATED"),
          Field("colors", 4, "type_name: 'ColorsEntry' label: LABEL_REPEATED"),
          Field("a", 5, "type: TYPE_BOOL oneof_index: 0"),
          Field("b", 6, "type_name: 'Part' oneof_index: 0"),
          Field("end", 7, "type: TYPE_BYTES"),
          "oneof_decl { name: 'kind' } oneof_decl { name: '_count' } "
          "nested_type { name: 'Part' ",
          Field("whole", 1, "type_name: 'Thing'"),
          "} nested_type { name: 'ColorsEntry' options { map_entry: true } ",
          Field("key", 1, "type: TYPE_STRING"),
          Field("value", 2, "type_name: 'Color'"), "}"),
      "syntax: 'proto3' enum_type { name: 'Color' value { name: 'RED' number: "
      "0 } value { name: 'BLUE' number: 1 } }"));
  EXPECT_EQ(client_.Describe("test.Things/List").value_or(""),
            R"(rpc List(test.Thing) returns (stream test.Thing);
message test.Thing {
  string name = 1;
  optional int32 count = 2;
  repeated test.Thing.Part part = 3;
  map<string, test.Color> colors = 4;
  oneof kind {
    bool a = 5;
    test.Thing.Part b = 6;
  }
  bytes end = 7;
}
message test.Thing.Part {
  test.Thing whole = 1;
}
enum test.Color {
  RED = 0;
  BLUE = 1;
}
)");
  fake_.Add(File(absl::StrCat(
      "name: 'main.proto' package: 'old' message_type { name: 'Old' ",
      Field("a", 1, "type: TYPE_DOUBLE label: LABEL_REQUIRED"),
      Field("b", 2, "type: TYPE_FLOAT"),
      "} service { name: 'Olds' method { name: 'Get' input_type: 'Old' "
      "output_type: 'Old' } }")));
  EXPECT_EQ(ReflectionClient(fake_.Channel(), harness::kForever)
                .Describe("old.Olds/Get")
                .value_or(""),
            R"(rpc Get(old.Old) returns (old.Old);
message old.Old {
  required double a = 1;
  optional float b = 2;
}
)");
}

class Reflection : public harness::FeatureTest<ReflectionServer> {
 protected:
  ReflectionClient client_{channel_, harness::kForever};
};

TEST_F(Reflection, ShowsAMethodWithMessagesInMessages) {
  EXPECT_EQ(
      client_.Describe("hello.Hello/clientHello").value_or(""),
      R"(rpc clientHello(stream hello.HelloRequest) returns (hello.DelayedReply);
message hello.HelloRequest {
  string name = 1;
  string greeting = 2;
}
message hello.DelayedReply {
  string message = 1;
  repeated hello.HelloRequest request = 2;
}
)");
}

TEST_F(Reflection, CallsWithAllFieldsLeftOut) {
  EXPECT_THAT(client_.Call("hello.Hello/hello", "{}").value(),
              testing::ElementsAre(R"({"message":" "})"));
  EXPECT_EQ(Said(), "hello:  ");
}

TEST_F(Reflection, SendsNothingIfTheJsonIsWrong) {
  // What protobuf says of each, whatever its version.
  const std::map<std::string, std::string> wrong = {
      {R"({"nmae": "World"})", "nmae"},    {R"({"greeting": {}})", "greeting"},
      {R"({"greeting": 5})", "greeting"},  {"[]", "for a hello.HelloRequest: "},
      {"{", "for a hello.HelloRequest: "}, {"", "for a hello.HelloRequest: "}};
  for (const auto& [json, words] : wrong) {
    const absl::Status status =
        client_.Call("hello.Hello/hello", json).status();
    EXPECT_THAT(status, harness::HasCode(absl::StatusCode::kInvalidArgument));
    const std::string message(status.message());
    EXPECT_THAT(message, testing::HasSubstr(words));
    EXPECT_THAT(message, testing::Not(testing::HasSubstr("  ")));
    EXPECT_THAT(message, testing::Not(testing::HasSubstr("\n")));
  }
  server_.reset();
  EXPECT_EQ(journal_.Next(absl::ZeroDuration()), std::nullopt);
}

TEST_F(Reflection, WantsAServiceAndAMethod) {
  EXPECT_EQ(client_.Describe("hello.Hello").status(),
            absl::InvalidArgumentError("method \"hello.Hello\": wanted "
                                       "package.Service/Method"));
  for (const std::string method : {"/hello", "hello.HelloRequest/name"}) {
    EXPECT_THAT(client_.Call(method, "{}"),
                harness::HasCode(absl::StatusCode::kNotFound));
  }
  EXPECT_THAT(client_.Call("hello.Hello/hello/", "{}"),
              harness::HasCode(absl::StatusCode::kNotFound));
}

TEST_F(Reflection, PassesOnTheStatusOfTheCall) {
  EXPECT_THAT(client_.Call("helloworld.Greeter/SayHello", "{}"),
              harness::HasCode(absl::StatusCode::kUnimplemented));
}

TEST_F(Reflection, TakesNoStreamOfRequests) {
  EXPECT_EQ(client_.Call("hello.Hello/clientHello", "{}").status(),
            absl::UnimplementedError(
                "method \"hello.Hello/clientHello\" takes a stream of "
                "requests: wanted one of one request"));
}

TEST_F(Reflection, LimitsTheThreadsThatItsStreamsKeep) {
  std::vector<std::unique_ptr<harness::SilentCall>> streams;
  absl::Status status;
  while (status.ok() && streams.size() < 100) {
    streams.push_back(
        std::make_unique<harness::SilentCall>(channel_, kV1Alpha));
    status = client_.Services().status();
  }
  EXPECT_THAT(status, harness::HasCode(absl::StatusCode::kResourceExhausted));

  // The services' own methods need no such threads.
  hello::Hello::Stub stub(channel_);
  harness::Context context;
  hello::HelloReply reply;
  EXPECT_TRUE(stub.hello(&context, hello::HelloRequest(), &reply).ok());

  // And the server does not wait for the streams to end.
  server_.reset();
  for (const auto& stream : streams) EXPECT_FALSE(stream->Wait().ok());
}

// Reads nothing, until its call is cancelled.
class LazyReader final : public grpc::ClientReadReactor<hello::HelloReply> {
 public:
  explicit LazyReader(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(channel) {
    request_.set_name(std::string(3 << 20, 'a'));
    stub_.async()->parrotHello(&context_, &request_, this);
    StartCall();
  }
  void Cancel() { context_.TryCancel(); }
  grpc::Status Wait() { return status_.get_future().get(); }

 private:
  void OnDone(const grpc::Status& status) override {
    status_.set_value(status);
  }

  harness::Context context_;
  hello::Hello::Stub stub_;
  hello::HelloRequest request_;
  std::promise<grpc::Status> status_;
};

TEST_F(Reflection, AStreamEndsWithItsClient) {
  LazyReader reader(channel_);
  EXPECT_TRUE(absl::StartsWith(Said(), "parrotHello:  aaa"));
  reader.Cancel();
  EXPECT_THAT(reader.Wait(), harness::HasCode(absl::StatusCode::kCancelled));
  // Comes back only if no call is left open.
  server_->Shutdown(absl::InfiniteDuration());
}

TEST(ReflectionStory, NoticesAServerThatDoesOtherwise) {
  // It has another service than the one that is wanted.
  hello::Hello::CallbackService silent;
  const harness::Told told = harness::StoryWith(silent, TellReflection);
  EXPECT_EQ(told.outcome,
            absl::FailedPreconditionError(
                "step 1, client: nothing (wanted helloworld.Greeter); and 2 "
                "more"));
}

}  // namespace
