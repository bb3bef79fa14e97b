// SPDX-License-Identifier: Apache-2.0

#include "reflection.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "plain_server.h"
#include "reflection_client.h"

namespace {

// A .proto file's text with each definition on one line.
std::vector<std::string> Definitions(const std::string& text) {
  return absl::StrSplit(
      absl::StrReplaceAll(text, {{"\n  ", " "}, {"\n}", " }"}}), '\n',
      absl::SkipEmpty());
}

void ExpectLines(support::Story& story, const std::vector<std::string>& wanted,
                 const absl::StatusOr<std::vector<std::string>>& got) {
  if (!got.ok()) {
    story.ExpectStatus("client", "OK", got.status());
    return;
  }
  for (size_t i = 0; i < std::max(wanted.size(), got->size()); ++i) {
    story.Expect("client", i < wanted.size() ? wanted[i] : "nothing",
                 i < got->size() ? (*got)[i] : "nothing");
  }
}

// What is wrong with JSON is said by protobuf, in words that are not the same
// in all its versions. All name the field.
void ExpectRefusal(support::Story& story, const std::string& field,
                   const absl::Status& got) {
  const bool named = absl::StrContains(got.message(), field);
  story.Expect("client", absl::StrCat("INVALID_ARGUMENT for ", field),
               absl::StrCat(absl::StatusCodeToString(got.code()), " for ",
                            named ? field : got.message()));
}

}  // namespace

void TellReflection(const std::string& target, support::Story& story) {
  ReflectionClient client(
      grpc::CreateChannel(target, grpc::InsecureChannelCredentials()),
      absl::Seconds(30));

  story.Step("Which services does the server have?");
  ExpectLines(story, {"hello.Hello", "helloworld.Greeter"}, client.Services());

  story.Step("What does hello.Hello/hello take and give?");
  const auto text = client.Describe("hello.Hello/hello");
  ExpectLines(story,
              {"rpc hello(hello.HelloRequest) returns (hello.HelloReply);",
               "message hello.HelloRequest { string name = 1; "
               "string greeting = 2; }",
               "message hello.HelloReply { string message = 1; }"},
              text.ok()
                  ? absl::StatusOr<std::vector<std::string>>(Definitions(*text))
                  : text.status());

  story.Step("A call, from JSON and to JSON.");
  ExpectLines(story, {R"({"message":"Hello World"})"},
              client.Call("hello.Hello/hello",
                          R"({"name": "World", "greeting": "Hello"})"));
  story.ExpectServer("hello: Hello World");

  story.Step("A call with many replies.");
  ExpectLines(
      story,
      {R"({"message":"Hello World 1"})", R"({"message":"Hello World 2"})",
       R"({"message":"Hello World 3"})"},
      client.Call("hello.Hello/parrotHello",
                  R"({"name": "World", "greeting": "Hello"})"));
  story.ExpectServer("parrotHello: Hello World");

  story.Step("Wrong JSON is refused before anything is sent.");
  ExpectRefusal(
      story, "nmae",
      client.Call("hello.Hello/hello", R"({"nmae": "World"})").status());
  ExpectRefusal(
      story, "greeting",
      client.Call("hello.Hello/hello", R"({"greeting": {}})").status());

  story.Step("What the server does not have.");
  story.ExpectStatus("client",
                     "NOT_FOUND: service \"hello.Goodbye\": wanted one that "
                     "the server lists",
                     client.Describe("hello.Goodbye/goodbye").status());
  story.ExpectStatus("client",
                     "NOT_FOUND: method \"hello.Hello/goodbye\": wanted one of "
                     "hello, parrotHello, clientHello, biHello",
                     client.Describe("hello.Hello/goodbye").status());

  story.Step("A method that takes many requests is more than this client can.");
  story.ExpectStatus("client", "UNIMPLEMENTED",
                     client.Call("hello.Hello/biHello", "{}").status());

  story.Step("A server without reflection tells nothing.");
  PlainServer plain;
  ReflectionClient stranger(plain.Channel(), absl::Seconds(30));
  story.ExpectStatus("client",
                     "UNIMPLEMENTED: the server has no reflection: wanted "
                     "grpc.reflection.v1 or v1alpha",
                     stranger.Services().status());
}
