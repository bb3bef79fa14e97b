// SPDX-License-Identifier: Apache-2.0
//
// What the client makes of a server's files.

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.pb.h"
#include "reflection_client.h"
#include "schema.h"
#include "server_reflection.pb.h"
#include "tests/features/reflection_fake.h"
#include "tests/features/reflection_things.h"
#include "tests/harness.h"

namespace {

using google::protobuf::FileDescriptorProto;

class ReflectionFiles : public FakedReflection {};

TEST_F(ReflectionFiles, AnImportThatIsNotThereIsNamed) {
  fake_.files.erase("thing.proto");
  EXPECT_EQ(Describing(),
            absl::InternalError("the server's file \"thing.proto\": another "
                                "imports it, and it is not there"));
}

TEST_F(ReflectionFiles, AnImportThatIsRefusedIsNotTakenForMissing) {
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

TEST_F(ReflectionFiles, AnotherFileThanTheOneAskedForIsNotTaken) {
  fake_.files["thing.proto"].set_name("other.proto");
  EXPECT_EQ(Describing(),
            absl::InternalError(
                "the server's file \"thing.proto\": it has sent another"));
}

TEST_F(ReflectionFiles, FilesThatImportEachOtherAreRefused) {
  fake_.Add(ThingFile("", "dependency: 'main.proto'"));
  EXPECT_EQ(Describing(),
            absl::InternalError(
                "the server's file \"main.proto\": it imports itself"));
}

TEST_F(ReflectionFiles, AFileThatMakesNoSenseIsRefused) {
  fake_.Add(ThingFile(Field("a", 1, "type_name: 'Nothing'") +
                      Field("b", 2, "type_name: 'Nobody'")));
  EXPECT_EQ(Describing(),
            absl::InternalError("the server's file \"thing.proto\": "
                                "\"test.Thing.a\": \"\\\"Nothing\\\" is not "
                                "defined.\""));
}

TEST_F(ReflectionFiles, FilesWithoutEndAreRefused) {
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

TEST_F(ReflectionFiles, FilesThatAreTooLargeAreRefused) {
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

TEST_F(ReflectionFiles, MessagesThatAreTooManyAreRefused) {
  FileDescriptorProto& file = fake_.files["thing.proto"];
  for (size_t i = 0; i < Schema::kMostMessages / 2; ++i) {
    auto* const type = file.add_message_type();
    type->set_name(absl::StrCat("Thing", i));
    type->add_nested_type()->set_name("Part");
  }
  EXPECT_THAT(Describing(),
              harness::HasCode(absl::StatusCode::kResourceExhausted));
}

TEST_F(ReflectionFiles, AsManyMessagesAsMayBeCanBeAChain) {
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

TEST_F(ReflectionFiles, AFileThatIsNoneIsRefused) {
  server_reflection::Answer answer;
  answer.mutable_file_descriptor_response()->add_file_descriptor_proto("\xff");
  AnswerAll(answer);
  EXPECT_EQ(Describing(),
            absl::InternalError("a file in the answer cannot be read: wanted a "
                                "FileDescriptorProto"));
}

TEST_F(ReflectionFiles, AFileWithoutTheServiceIsNotEnough) {
  fake_.files["main.proto"].clear_service();
  EXPECT_EQ(Describing(),
            absl::NotFoundError("service \"test.Things\": wanted one that the "
                                "server lists"));
}

TEST_F(ReflectionFiles, ManyKindsOfFieldsAreShown) {
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

}  // namespace
