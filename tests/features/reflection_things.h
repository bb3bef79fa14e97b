// SPDX-License-Identifier: Apache-2.0
//
// What the tests of the reflection client have in common: a server of made-up
// files, test.Things among them, and a client of it.

#ifndef TESTS_FEATURES_REFLECTION_THINGS_H_
#define TESTS_FEATURES_REFLECTION_THINGS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/text_format.h"
#include "reflection_client.h"
#include "server_reflection.pb.h"
#include "tests/features/reflection_fake.h"
#include "tests/harness.h"

// A file from the text format of its descriptor.
inline google::protobuf::FileDescriptorProto File(const std::string& text) {
  google::protobuf::FileDescriptorProto file;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &file));
  return file;
}

// A field in that text format. `more` is its type, and what else it has.
inline std::string Field(const std::string& name, int number,
                         const std::string& more) {
  const bool has_label = absl::StrContains(more, "label:");
  return absl::StrCat("field { name: '", name, "' number: ", number, " ", more,
                      has_label ? "" : " label: LABEL_OPTIONAL", " } ");
}

inline constexpr char kMain[] = R"(
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
inline google::protobuf::FileDescriptorProto ThingFile(
    const std::string& fields, const std::string& more = "syntax: 'proto3'") {
  return File(absl::StrCat("name: 'thing.proto' package: 'test' ", more,
                           " message_type { name: 'Thing' ", fields, " }"));
}

// A Thing whose name is "Ada".
inline constexpr char kAda[] =
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

#endif  // TESTS_FEATURES_REFLECTION_THINGS_H_
