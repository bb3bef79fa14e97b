// SPDX-License-Identifier: Apache-2.0

#include "error_details.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "error_details_client.h"
#include "error_details_read.h"
#include "grpcpp/grpcpp.h"

namespace {

constexpr absl::Duration kTimeout = absl::Seconds(30);

// What the client has found in the details, a line each.
std::vector<std::string> Show(const ErrorDetails& details) {
  std::vector<std::string> lines;
  for (const auto& wrong : details.bad_request.field_violations()) {
    lines.push_back(
        absl::StrCat("field ", wrong.field(), ": ", wrong.description()));
  }
  for (const auto& limit : details.quota_failure.violations()) {
    lines.push_back(
        absl::StrCat("quota ", limit.subject(), ": ", limit.description()));
  }
  if (details.retry_delay.has_value()) {
    lines.push_back(absl::StrCat("call again after ",
                                 absl::FormatDuration(*details.retry_delay)));
  }
  for (const std::string& remark : details.remarks) {
    lines.push_back(remark);
  }
  return lines;
}

void ExpectDetails(support::Story& story, std::vector<std::string> wanted,
                   const ErrorDetails& details) {
  std::vector<std::string> got = Show(details);
  const size_t lines = std::max({wanted.size(), got.size(), size_t{1}});
  wanted.resize(lines, "none");
  got.resize(lines, "none");
  for (size_t i = 0; i < lines; ++i) story.Expect("details", wanted[i], got[i]);
}

void TellGood(ErrorDetailsClient& client, support::Story& story) {
  story.Step("Two fields are wrong: the details name both.");
  const ErrorDetailsAnswer answer = client.Hello("", "", kTimeout);
  story.ExpectReply("client",
                    "INVALID_ARGUMENT: hello: fields that are wrong: 2",
                    answer.reply);
  ExpectDetails(story,
                {"field name: \"\": wanted 1 to 64 bytes",
                 "field greeting: \"\": wanted 1 to 64 bytes"},
                answer.details);
  story.ExpectServer("refuses: fields that are wrong: 2");

  story.Step("Over the quota: the client waits as long as the details say.");
  const auto wait = [&story](const ErrorDetailsAnswer& refusal) {
    story.ExpectReply("client", "RESOURCE_EXHAUSTED", refusal.reply);
    ExpectDetails(story,
                  {"quota greetings: one every 50 ms", "call again after 50ms"},
                  refusal.details);
    absl::SleepFor(*refusal.details.retry_delay);
  };
  story.ExpectReply(
      "client", "OK \"Hello, Ada!\"",
      client.HelloPatiently("Ada", "Hello", kTimeout, wait).reply);
  story.ExpectServer("refuses: over the quota");
  story.ExpectServer("greets");
}

void TellStrange(ErrorDetailsClient& client, support::Story& story) {
  story.Step("No details: most errors are like this.");
  const ErrorDetailsAnswer none = client.FailStrangely("none", kTimeout);
  story.ExpectReply("client", "NOT_FOUND: SayHello: nobody of this name",
                    none.reply);
  ExpectDetails(story, {}, none.details);
  story.ExpectServer("fails: \"none\"");

  story.Step("A detail of a type that is not known here: the rest is read.");
  const ErrorDetailsAnswer unknown = client.FailStrangely("unknown", kTimeout);
  story.ExpectReply("client", "ABORTED: SayHello: gave up", unknown.reply);
  ExpectDetails(story,
                {"field name: not today",
                 "skipped \"type.example.com/stars.v2.Horoscope\""},
                unknown.details);
  story.ExpectServer("fails: \"unknown\"");

  story.Step("Malformed details: code and message are there.");
  const ErrorDetailsAnswer bad = client.FailStrangely("malformed", kTimeout);
  story.ExpectReply("client", "ABORTED: SayHello: gave up", bad.reply);
  ExpectDetails(story, {"not a google.rpc.Status"}, bad.details);
  story.ExpectServer("fails: \"malformed\"");

  story.Step("The details have another code: that of the call counts.");
  const ErrorDetailsAnswer other = client.FailStrangely("other", kTimeout);
  story.ExpectReply("client", "ABORTED: SayHello: gave up", other.reply);
  ExpectDetails(story, {"field name: not known", "written for code 5"},
                other.details);
  story.ExpectServer("fails: \"other\"");
}

void TellTooMuch(const std::string& target, ErrorDetailsClient& client,
                 support::Story& story) {
  const std::string name(20000, '7');
  const std::string quoted =
      absl::StrCat("\"", std::string(64, '7'), "...\" (20000 bytes)");

  story.Step("Details of 20 KB: another error comes in their place.");
  // A connection of its own: after this, gRPC 1.51 may fail other calls of the
  // same connection.
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  ErrorDetailsClient alone(grpc::CreateCustomChannel(
      target, grpc::InsecureChannelCredentials(), arguments));
  const ErrorDetailsAnswer lost = alone.FailStrangely(name, kTimeout);
  story.ExpectReply("client", "RESOURCE_EXHAUSTED", lost.reply);
  ExpectDetails(story, {}, lost.details);
  story.ExpectServer(absl::StrCat("fails: ", quoted));

  story.Step("A server that quotes only the beginning: the details arrive.");
  const ErrorDetailsAnswer cut = client.Hello(name, "Hello", kTimeout);
  story.ExpectReply("client", "INVALID_ARGUMENT", cut.reply);
  ExpectDetails(
      story, {absl::StrCat("field name: ", quoted, ": wanted 1 to 64 bytes")},
      cut.details);
  story.ExpectServer("refuses: fields that are wrong: 1");
}

}  // namespace

void TellErrorDetails(const std::string& target, support::Story& story) {
  ErrorDetailsClient client(
      grpc::CreateChannel(target, grpc::InsecureChannelCredentials()));
  TellGood(client, story);
  TellStrange(client, story);
  TellTooMuch(target, client, story);
}
