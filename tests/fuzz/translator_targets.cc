// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "examples/lightning/cln/translator/node_schema.h"
#include "examples/lightning/cln/translator/translator.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/targets.h"
#include "tests/lightning/everything.h"

namespace fuzz {
namespace {

using google::protobuf::Message;
using nlohmann::json;

// Those of everything.proto come first: its EchoRequest has most in it.
std::vector<const Message*> Types() {
  static const std::unique_ptr<NodeSchema> built_in = NodeSchema::BuiltIn();
  std::vector<const Message*> types;
  const NodeSchema* const schemas[] = {&EverythingSchema(), built_in.get()};
  for (const NodeSchema* const schema : schemas) {
    for (const NodeMethod* const method : schema->methods()) {
      types.push_back(method->request);
      types.push_back(method->response);
    }
  }
  return types;
}

// An empty message of the type that is chosen by the first byte, which goes.
std::unique_ptr<Message> NewMessage(absl::string_view& input) {
  static const std::vector<const Message*> types = Types();
  const auto index = static_cast<uint8_t>(input.front());
  input.remove_prefix(1);
  return std::unique_ptr<Message>(types[index % types.size()]->New());
}

void RequireReason(const absl::Status& status) {
  Require(absl::IsInvalidArgument(status), "a refusal is INVALID_ARGUMENT");
  Require(absl::StrContains(status.message(), ": wanted "),
          "a refusal says what would be right");
}

// What has been written once is read, and written the same again.
void RequireSame(const Message& message, Party reader) {
  const auto written = ToJson(message, reader);
  if (!written.ok()) {
    RequireReason(written.status());
    return;
  }
  const std::string text = written->dump();
  const std::unique_ptr<Message> read(message.New());
  const auto writer = reader == Party::kNode ? Party::kPerson : Party::kNode;
  const absl::Status status = FromJson(json::parse(text), *read, writer);
  Require(status.ok() || reader == Party::kPerson, "what is written is read");
  if (!status.ok()) return;
  const auto again = ToJson(*read, reader);
  Require(again.ok() && again->dump() == text, "and is then the same");
}

}  // namespace

void JsonIn(absl::string_view input) {
  if (input.empty()) return;
  const std::unique_ptr<Message> message = NewMessage(input);
  const json object = json::parse(input, nullptr, /*allow_exceptions=*/false);
  if (object.is_discarded()) return;
  for (const Party writer : {Party::kNode, Party::kPerson}) {
    message->Clear();
    const absl::Status status = FromJson(object, *message, writer);
    if (!status.ok()) {
      RequireReason(status);
      continue;
    }
    RequireSame(*message, Party::kNode);
    RequireSame(*message, Party::kPerson);
  }
}

void BytesIn(absl::string_view input) {
  if (input.empty()) return;
  const std::unique_ptr<Message> message = NewMessage(input);
  if (!message->ParseFromString(std::string(input))) return;
  RequireSame(*message, Party::kNode);
  RequireSame(*message, Party::kPerson);
}

}  // namespace fuzz
