// SPDX-License-Identifier: Apache-2.0

#include "async_styles.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "async_styles_client.h"
#include "crowd.h"
#include "grpcpp/grpcpp.h"
#include "styles.h"

namespace {

struct Step {
  std::string name;
  std::string title;
  Style* style;
  int threads;  // That are wanted.
};

const Step kSteps[] = {
    {"synchronous", "Synchronous: a thread for each call, which waits for it.",
     CallOnThreads, AsyncStylesClient::kCalls},
    {"futures", "Futures: the caller's thread starts all, then waits.",
     CallWithFutures, 0},
    {"completion queue", "Completion queue: one thread takes all replies.",
     CallWithCompletionQueue, 1},
    {"callback", "Callback: gRPC's threads bring the replies.",
     CallWithCallbacks, 0},
    {"coroutine", "Coroutine: reads like synchronous code, runs on callbacks.",
     CallWithCoroutines, 0},
};

std::string Row(const std::string& style, const std::string& threads,
                const std::string& calls, const std::string& time) {
  std::string row = absl::StrFormat("%-16s  %7s  %12s", style, threads, calls);
  if (!time.empty()) absl::StrAppendFormat(&row, "  %8s", time);
  return row;
}

int CountOk(const Outcomes& outcomes) {
  return static_cast<int>(
      std::count_if(outcomes.begin(), outcomes.end(),
                    [](const auto& outcome) { return outcome.ok(); }));
}

std::string Milliseconds(absl::Duration time) {
  return absl::StrFormat("%.1f ms", absl::ToDoubleMilliseconds(time));
}

}  // namespace

void TellAsyncStyles(const std::string& target, support::Story& story,
                     bool times) {
  AsyncStylesClient client(
      grpc::CreateChannel(target, grpc::InsecureChannelCredentials()),
      absl::Seconds(30));

  story.Step("One call alone, to connect.");
  story.ExpectReply("client", "OK \"Hello, Ada!\"", client.SayHello("Ada"));
  story.ExpectServer("a call that waits for nobody");

  std::vector<std::string> table = {
      Row("style", "threads", "calls at once", times ? "time" : "")};
  for (const Step& step : kSteps) {
    story.Step(step.title);
    const AsyncStylesClient::Result result = client.Run(step.style);
    story.Expect("calls", "100 OK", Summary(result.outcomes));
    story.ExpectServer("100 calls open at once: answers them all");
    story.Expect("threads added", absl::StrCat(step.threads),
                 absl::StrCat(result.threads));
    table.push_back(Row(step.name, absl::StrCat(result.threads),
                        absl::StrCat(CountOk(result.outcomes)),
                        times ? Milliseconds(result.time) : ""));
  }

  story.Step("Side by side.");
  for (const std::string& row : table) story.Note(row);
}
