// SPDX-License-Identifier: Apache-2.0

#include "retry.h"

#include <string>

#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "retry_client.h"
#include "retry_fault.h"
#include "retry_policy.h"

namespace {

constexpr int kAlways = 100;  // Attempts: more than gRPC makes.

void TellUnary(const std::string& target, support::Story& story) {
  story.Step("Without a policy a failure is the caller's.");
  RetryClient plain(
      grpc::CreateChannel(target, grpc::InsecureChannelCredentials()));
  story.ExpectReply("client", "UNAVAILABLE",
                    plain.SayHello("Ada", {.attempts = 2}));
  story.ExpectServer("attempt 1: UNAVAILABLE");

  story.Step("With one, gRPC calls again: one call, three attempts.");
  RetryClient client(ChannelWithPolicy(target, kThreeAttempts));
  story.ExpectReply("client", "OK \"Hello, Ada!\"",
                    client.SayHello("Ada", {.attempts = 2}));
  story.ExpectServer("attempt 1: UNAVAILABLE");
  story.ExpectServer("attempt 2: UNAVAILABLE");
  story.ExpectServer("attempt 3: greets \"Ada\"");

  story.Step("If none of the three succeeds, the last one's status counts.");
  story.ExpectReply("client", "UNAVAILABLE: hello: attempt 3 was asked to fail",
                    client.SayHello("Ada", {.attempts = kAlways}));
  story.ExpectServer("attempt 1: UNAVAILABLE");
  story.ExpectServer("attempt 2: UNAVAILABLE");
  story.ExpectServer("attempt 3: UNAVAILABLE");

  story.Step("A code that the policy does not list is not retried.");
  story.ExpectReply(
      "client", "NOT_FOUND",
      client.SayHello("Ada",
                      {.attempts = 2, .code = grpc::StatusCode::NOT_FOUND}));
  story.ExpectServer("attempt 1: NOT_FOUND");

  story.Step("The server says: do not come back.");
  story.ExpectReply("client", "UNAVAILABLE",
                    client.SayHello("Ada", {.attempts = 2, .pushback = -1}));
  story.ExpectServer("attempt 1: UNAVAILABLE");

  story.Step(
      "It says: in a minute. The deadline of half a second covers that wait.");
  story.ExpectReply("client", "DEADLINE_EXCEEDED",
                    client.SayHello("Ada", {.attempts = 2, .pushback = 60000},
                                    absl::Milliseconds(500)));
  story.ExpectServer("attempt 1: UNAVAILABLE");
}

void TellStream(const std::string& target, support::Story& story) {
  RetryClient client(ChannelWithPolicy(target, kThreeAttempts));

  story.Step("A stream that fails before its first reply is begun again.");
  RetryClient::Heard heard = client.Chat({"Ada"}, {.attempts = 1});
  story.Expect("client", "Hello, Ada!", absl::StrJoin(heard.greetings, " "));
  story.ExpectStatus("client", "OK", heard.status);
  story.ExpectServer("attempt 1: UNAVAILABLE");
  story.ExpectServer("attempt 2: greets \"Ada\"");

  story.Step("Once a reply has come, it is not.");
  heard = client.Chat({"Ada", "Bob"}, {.attempts = 1, .request = 2});
  story.Expect("client", "Hello, Ada!", absl::StrJoin(heard.greetings, " "));
  story.ExpectStatus("client", "UNAVAILABLE", heard.status);
  story.ExpectServer("attempt 1: greets \"Ada\"");
  story.ExpectServer("attempt 1: UNAVAILABLE");
}

void TellThrottling(const std::string& target, support::Story& story) {
  RetryClient client(ChannelWithPolicy(target, kThrottled));

  story.Step(
      "A server that keeps failing is spared: two of four tokens are too few.");
  for (int call = 0; call < 2; ++call) {
    story.ExpectReply("client", "UNAVAILABLE",
                      client.SayHello("Ada", {.attempts = kAlways}));
  }
  story.ExpectServer("attempt 1: UNAVAILABLE");
  story.ExpectServer("attempt 2: UNAVAILABLE");
  story.ExpectServer("attempt 1: UNAVAILABLE");

  story.Step(
      "Three successes bring the tokens back, and a failure is retried.");
  for (int call = 0; call < 3; ++call) {
    story.ExpectReply("client", "OK \"Hello, Ada!\"",
                      client.SayHello("Ada", {}));
    story.ExpectServer("attempt 1: greets \"Ada\"");
  }
  story.ExpectReply("client", "OK \"Hello, Bob!\"",
                    client.SayHello("Bob", {.attempts = 1}));
  story.ExpectServer("attempt 1: UNAVAILABLE");
  story.ExpectServer("attempt 2: greets \"Bob\"");
}

}  // namespace

void TellRetry(const std::string& target, support::Story& story) {
  TellUnary(target, story);
  TellStream(target, story);
  TellThrottling(target, story);
}
