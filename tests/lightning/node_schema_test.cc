// SPDX-License-Identifier: Apache-2.0

#include "node_schema.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cln/node.pb.h"
#include "gmock/gmock.h"
#include "tests/harness.h"
#include "tests/lightning/everything.h"
#include "tests/support/test_folder.h"

namespace {

using absl::StatusCode;
using harness::HasCode;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsNull;
using testing::NotNull;

constexpr char kSmall[] = R"(
    syntax = "proto3";
    package cln;
    service Node { rpc Ping(PingRequest) returns (PingResponse) {} }
    message PingRequest { bytes id = 1; }
    message PingResponse { uint32 totlen = 1; })";

std::vector<std::string> Paths(const NodeSchema& schema) {
  std::vector<std::string> paths;
  for (const NodeMethod* method : schema.methods()) {
    paths.push_back(method->path);
  }
  return paths;
}

TEST(NodeSchema, ThatIsBuiltInHasTheMethodsOfOurProto) {
  const auto schema = NodeSchema::BuiltIn();
  EXPECT_THAT(Paths(*schema),
              ElementsAre("/cln.Node/Getinfo", "/cln.Node/ListPeers",
                          "/cln.Node/Invoice", "/cln.Node/ListInvoices",
                          "/cln.Node/WaitAnyInvoice", "/cln.Node/Xpay"));
}

TEST(NodeSchema, ThatIsBuiltInMakesTheMessagesThatTheCompilerKnows) {
  const auto schema = NodeSchema::BuiltIn();
  const NodeMethod* const method = schema->Find("/cln.Node/ListPeers");
  ASSERT_THAT(method, NotNull());
  EXPECT_EQ(method->command, "listpeers");
  EXPECT_EQ(method->request, &cln::ListpeersRequest::default_instance());
  EXPECT_EQ(method->response, &cln::ListpeersResponse::default_instance());
}

TEST(NodeSchema, HasNoMethodOfAnotherName) {
  const auto schema = NodeSchema::BuiltIn();
  EXPECT_THAT(schema->Find("/cln.Node/Stop"), IsNull());
  EXPECT_THAT(schema->Find("cln.Node/Getinfo"), IsNull());
  EXPECT_THAT(schema->Find(""), IsNull());
}

TEST(NodeSchema, IsReadFromAFile) {
  const TestFolder folder;
  const auto schema = NodeSchema::Load(folder.Write("node.proto", kSmall));
  ASSERT_THAT(schema, HasCode(StatusCode::kOk));
  const NodeMethod* const method = (*schema)->Find("/cln.Node/Ping");
  ASSERT_THAT(method, NotNull());
  EXPECT_EQ(method->command, "ping");
  const std::unique_ptr<google::protobuf::Message> request(
      method->request->New());
  ASSERT_TRUE(request->ParseFromString("\x0a\x03xyz"));
  EXPECT_EQ(ShortText(*request), "id: \"xyz\"");
}

TEST(NodeSchema, IsTheOneThatIsBuiltInIfNoFileIsNamed) {
  const auto built_in = NodeSchema::LoadOrBuiltIn("");
  ASSERT_THAT(built_in, HasCode(StatusCode::kOk));
  EXPECT_THAT((*built_in)->Find("/cln.Node/Getinfo"), NotNull());
  const TestFolder folder;
  const auto loaded =
      NodeSchema::LoadOrBuiltIn(folder.Write("node.proto", kSmall));
  ASSERT_THAT(loaded, HasCode(StatusCode::kOk));
  EXPECT_THAT((*loaded)->Find("/cln.Node/Getinfo"), IsNull());
}

TEST(NodeSchema, IsReadFromAFileInThisFolder) {
  const auto old = std::filesystem::current_path();
  const TestFolder folder;
  folder.Write("node.proto", kSmall);
  std::filesystem::current_path(folder.path());
  EXPECT_THAT(NodeSchema::Load("node.proto"), HasCode(StatusCode::kOk));
  std::filesystem::current_path(old);
}

TEST(NodeSchema, OurOwnFileIsReadAtRunTimeToo) {
  const auto schema = NodeSchema::Load(CLN_NODE_PROTO);
  ASSERT_THAT(schema, HasCode(StatusCode::kOk));
  EXPECT_EQ(Paths(**schema), Paths(*NodeSchema::BuiltIn()));
}

TEST(NodeSchema, ImportsAreLookedForBesideTheFile) {
  const TestFolder folder;
  folder.Write("cln/primitives.proto",
               "syntax = \"proto3\"; package cln; message Amount { uint64 msat "
               "= 1; }");
  const auto schema = NodeSchema::Load(folder.Write("cln/node.proto", R"(
      syntax = "proto3";
      package cln;
      import "primitives.proto";
      service Node { rpc Pay(PayRequest) returns (Amount) {} }
      message PayRequest { Amount amount_msat = 1; })"));
  ASSERT_THAT(schema, HasCode(StatusCode::kOk));
  EXPECT_THAT((*schema)->Find("/cln.Node/Pay"), NotNull());
}

TEST(NodeSchema, ImportsOfProtobufAreThereWithoutFiles) {
  const TestFolder folder;
  const auto schema = NodeSchema::Load(folder.Write("node.proto", R"(
      syntax = "proto3";
      package cln;
      import "google/protobuf/empty.proto";
      service Node { rpc Stop(StopRequest) returns (google.protobuf.Empty); }
      message StopRequest {})"));
  ASSERT_THAT(schema, HasCode(StatusCode::kOk));
  EXPECT_THAT((*schema)->Find("/cln.Node/Stop"), NotNull());
}

TEST(NodeSchema, MayBeOfAnyPackageAndOfNone) {
  const TestFolder folder;
  const auto schema = NodeSchema::Load(folder.Write("a.proto", R"(
      syntax = "proto3";
      package a.b;
      service Other { rpc Pong(PingRequest) returns (PingRequest) {} }
      service Node { rpc Ping(PingRequest) returns (PingRequest) {} }
      message PingRequest {})"));
  ASSERT_THAT(schema, HasCode(StatusCode::kOk));
  EXPECT_THAT(Paths(**schema), ElementsAre("/a.b.Node/Ping"));

  const auto bare = NodeSchema::Load(folder.Write("b.proto", R"(
      syntax = "proto2";
      service Node { rpc Ping(PingRequest) returns (PingRequest) {} }
      message PingRequest { required string a = 1; })"));
  ASSERT_THAT(bare, HasCode(StatusCode::kOk));
  EXPECT_THAT(Paths(**bare), ElementsAre("/Node/Ping"));
}

TEST(NodeSchema, LeavesStreamsOut) {
  const TestFolder folder;
  const auto schema = NodeSchema::Load(folder.Write("node.proto", R"(
      syntax = "proto3";
      service Node {
        rpc A(X) returns (stream X) {}
        rpc B(stream X) returns (X) {}
        rpc C(stream X) returns (stream X) {}
        rpc D(X) returns (X) {}
      }
      message X {})"));
  ASSERT_THAT(schema, HasCode(StatusCode::kOk));
  EXPECT_THAT(Paths(**schema), ElementsAre("/Node/D"));
}

TEST(NodeSchema, TypesMayContainThemselves) {
  const TestFolder folder;
  const auto schema = NodeSchema::Load(folder.Write("node.proto", R"(
      syntax = "proto3";
      service Node { rpc A(X) returns (Y) {} }
      message X { Y y = 1; }
      message Y { X x = 1; repeated Y more = 2; })"));
  EXPECT_THAT(schema, HasCode(StatusCode::kOk));
}

void ExpectRefused(const std::string& path, const std::string& why) {
  const auto schema = NodeSchema::Load(path);
  EXPECT_THAT(schema, HasCode(StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(schema.status().message()),
              AllOf(HasSubstr(path), HasSubstr(why)));
}

TEST(NodeSchema, SaysWhichLineOfWhichFileIsWrong) {
  const TestFolder folder;
  ExpectRefused(folder.Write("a.proto", "syntax = \"proto3\";\n\nmessage {}\n"),
                "a.proto:3: Expected message name");
  ExpectRefused(
      folder.Write("b.proto",
                   "syntax = \"proto3\";\nmessage X {\n  Y y = 1;\n}\n"),
      "b.proto:3: \"Y\" is not defined");
  folder.Write("c.proto", "syntax = \"proto3\";\nwhat\n");
  ExpectRefused(
      folder.Write("d.proto", "syntax = \"proto3\";\nimport \"c.proto\";\n"),
      "c.proto:2: ");
}

TEST(NodeSchema, SaysWhichFileIsMissing) {
  const TestFolder folder;
  ExpectRefused(folder.Path("none.proto"), "none.proto: File not found");
  ExpectRefused(
      folder.Write("a.proto", "syntax = \"proto3\";\nimport \"none.proto\";\n"),
      "none.proto: File not found");
  ExpectRefused(folder.path(), "");
  ExpectRefused("", "");
  ExpectRefused("/", "");
  ExpectRefused("..", "");
}

TEST(NodeSchema, SaysThatThereIsNoServiceNode) {
  const TestFolder folder;
  ExpectRefused(folder.Write("a.proto", "syntax = \"proto3\";"),
                "wanted a service Node");
}

TEST(NodeSchema, AnEndlessChainOfTypesIsRefused) {
  std::string text =
      "syntax = \"proto3\";\n"
      "service Node { rpc A(M0) returns (M0) {} }\n";
  for (int i = 0; i < 20'000; ++i) {
    absl::StrAppend(&text, "message M", i, " { M", i + 1, " m = 1; }\n");
  }
  absl::StrAppend(&text, "message M20000 {}\n");
  const TestFolder folder;
  ExpectRefused(folder.Write("a.proto", text), "20001 messages: wanted");
}

TEST(NodeSchema, AChainOfTypesMayBeAsLongAsThereMayBeTypes) {
  std::string text =
      "syntax = \"proto3\";\n"
      "service Node { rpc A(M0) returns (M0) {} }\n"
      "message M4999 { M0 again = 1; }\n";
  for (int i = 0; i < 4999; ++i) {
    absl::StrAppend(&text, "message M", i, " { M", i + 1, " m = 1; }\n");
  }
  const TestFolder folder;
  EXPECT_THAT(NodeSchema::Load(folder.Write("a.proto", text)),
              HasCode(StatusCode::kOk));
}

}  // namespace
