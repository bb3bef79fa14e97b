// SPDX-License-Identifier: Apache-2.0

#include "tests/lightning/everything.h"

#include <memory>
#include <string>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

const NodeSchema& EverythingSchema() {
  static const std::unique_ptr<NodeSchema> schema =
      *NodeSchema::Load(EVERYTHING_PROTO);
  return *schema;
}

std::unique_ptr<google::protobuf::Message> Everything(const std::string& text) {
  std::unique_ptr<google::protobuf::Message> message(
      EverythingSchema().Find("/everything.Node/Echo")->request->New());
  EXPECT_TRUE(
      google::protobuf::TextFormat::ParseFromString(text, message.get()));
  return message;
}

std::string ShortText(const google::protobuf::Message& message) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  std::string text;
  EXPECT_TRUE(printer.PrintToString(message, &text));
  if (!text.empty()) text.pop_back();  // A space.
  return text;
}
