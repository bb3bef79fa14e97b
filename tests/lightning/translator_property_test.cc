// SPDX-License-Identifier: Apache-2.0
//
// What holds for all messages, tried with thousands that are made at random.

#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "json_names.h"
#include "node_schema.h"
#include "tests/harness.h"
#include "tests/lightning/everything.h"
#include "tests/lightning/random_message.h"
#include "translator.h"

namespace {

using absl::StatusCode;
using google::protobuf::Message;
using google::protobuf::util::MessageDifferencer;
using harness::HasCode;
using nlohmann::json;

constexpr int kRuns = 8;

// Calls `check` with an empty message of each type that a schema names.
template <typename Check>
void ForEachType(const NodeSchema& schema, Check check) {
  for (const NodeMethod* const method : schema.methods()) {
    check(*method->request);
    check(*method->response);
  }
}

template <typename Check>
void ForEachType(Check check) {
  ForEachType(*NodeSchema::BuiltIn(), check);
  ForEachType(EverythingSchema(), check);
}

// `read`, after it has gone over the wire as text.
void ExpectSame(const Message& message, Party reader) {
  const auto written = ToJson(message, reader);
  ASSERT_THAT(written, HasCode(StatusCode::kOk)) << written.status();
  const std::string text = written->dump();
  // lightningd takes none: its ccan/json_escape/json_escape.c.
  if (reader == Party::kNode) {
    ASSERT_FALSE(absl::StrContains(text, "\\u00")) << text;
  }
  const json parsed = json::parse(text);
  ASSERT_EQ(parsed, *written);
  const std::unique_ptr<Message> read(message.New());
  const absl::Status status = FromJson(parsed, *read, Party::kPerson);
  ASSERT_THAT(status, HasCode(StatusCode::kOk)) << status;
  ASSERT_TRUE(MessageDifferencer::Equals(*read, message))
      << text << "\n"
      << ShortText(message) << "\n"
      << ShortText(*read);
}

TEST(Translator, EveryMessageComesBackTheSame) {
  Random random;
  ForEachType([&random](const Message& type) {
    for (int i = 0; i < kRuns; ++i) {
      const std::unique_ptr<Message> message(type.New());
      FillAtRandom(random, *message);
      ExpectSame(*message, Party::kNode);
      ExpectSame(*message, Party::kPerson);
      if (testing::Test::HasFatalFailure()) return;
    }
  });
}

// True if `error` begins with a field of `type`, or with its name.
bool NamesAField(const std::string& error,
                 const google::protobuf::Descriptor& type) {
  const std::string first = error.substr(0, error.find_first_of(".[: "));
  for (int i = 0; i < type.field_count(); ++i) {
    const auto& field = *type.field(i);
    if (first == field.name()) return true;
    if (UnionOf(field) != nullptr && first == JsonKey(field)) return true;
  }
  return first == type.name();
}

TEST(Translator, AnyJsonIsReadOrRefusedWithAReason) {
  Random random;
  int refused = 0;
  int read = 0;
  ForEachType([&](const Message& type) {
    for (int i = 0; i < kRuns; ++i) {
      const std::unique_ptr<Message> message(type.New());
      FillAtRandom(random, *message);
      json mutated = *ToJson(*message);
      MutateAtRandom(random, mutated);
      for (const Party writer : {Party::kNode, Party::kPerson}) {
        const std::unique_ptr<Message> into(type.New());
        const absl::Status status = FromJson(mutated, *into, writer);
        ++(status.ok() ? read : refused);
        if (status.ok()) continue;
        EXPECT_THAT(status, HasCode(StatusCode::kInvalidArgument));
        const std::string error(status.message());
        EXPECT_TRUE(NamesAField(error, *type.GetDescriptor())) << error;
        EXPECT_TRUE(absl::StrContains(error, ": wanted ")) << error;
      }
    }
  });
  // Otherwise this shows little.
  EXPECT_GT(refused, 50);
  EXPECT_GT(read, 50);
}

}  // namespace
