// SPDX-License-Identifier: Apache-2.0
//
// What the tests of the folders in examples/features share, beside the
// contract: the feature's server in this process, what it says, and stories
// about servers that do otherwise.

#ifndef TESTS_FEATURE_HARNESS_H_
#define TESTS_FEATURE_HARNESS_H_

#include <sys/resource.h>

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "support/feature.h"
#include "support/journal.h"
#include "support/story.h"
#include "tests/harness.h"

namespace harness {

// Takes out all lines that `journal` has by now.
inline std::vector<std::string> LinesOf(support::Journal& journal) {
  std::vector<std::string> lines;
  while (auto line = journal.Next(absl::ZeroDuration())) {
    lines.push_back(*std::move(line));
  }
  return lines;
}

// A test of the class `Server`, which runs when the test begins.
template <typename Server>
class FeatureTest : public testing::Test {
 protected:
  // What the server says next.
  std::string Said() { return journal_.Next(kForever).value_or("nothing"); }

  // What it has said, and nobody has asked for, by now.
  std::vector<std::string> SaidSoFar() { return LinesOf(journal_); }

  // The same when all calls have ended, for which it waits.
  std::vector<std::string> SaidAtTheEnd() {
    server_->Shutdown(absl::InfiniteDuration());
    return SaidSoFar();
  }

  support::Journal journal_;  // Outlives the server, which writes to it.
  std::unique_ptr<Server> server_ =
      MustStart(Server::Start("127.0.0.1:0", journal_));
  const std::shared_ptr<grpc::Channel> channel_ = ChannelTo(server_->address());
};

// The tests of `Test`, a FeatureTest, beside many open calls.
template <typename Test>
class CrowdedTest : public Test {
 protected:
  // Opens calls of clientHello, which sends initial metadata when it is at
  // work, and waits until all are.
  void Open(int calls) {
    for (int i = 0; i < calls; ++i) {
      crowd_.push_back(std::make_unique<SilentCall>(
          this->channel_, "/hello.Hello/clientHello"));
      crowd_.back()->WaitUntilAtWork();
    }
  }

  // Cancels them. They have been left alone until now: the server says `said`
  // of each.
  void EndAll(const std::string& said) {
    for (const auto& call : crowd_) {
      call->Cancel();
      EXPECT_THAT(call->Wait(), HasCode(absl::StatusCode::kCancelled));
      EXPECT_EQ(this->Said(), said);
    }
  }

  std::vector<std::unique_ptr<SilentCall>> crowd_;
};

// A story that was told: what it came to, and all of it.
struct Told {
  absl::Status outcome;
  std::string text;
};

// Has the calls made to a server of which only the address is known.
inline Told StoryAt(const std::string& address, const support::Call& call) {
  std::ostringstream out;
  support::Story story(out, /*journal=*/nullptr);
  call(address, story);
  return {story.Outcome(), out.str()};
}

// The same to one that serves `service`, which was made up for a test.
inline Told StoryWith(grpc::Service& service, const support::Call& call) {
  const FakeServer server(service);
  return StoryAt(server.address(), call);
}

// Tells a whole story, twice.
inline void ExpectTheSameTwice(const support::Tell& tell) {
  std::ostringstream first;
  std::ostringstream second;
  for (std::ostringstream* const out : {&first, &second}) {
    EXPECT_EQ(support::TellStory(*out, tell), absl::OkStatus()) << out->str();
  }
  EXPECT_EQ(first.str(), second.str());
}

// The message of what the story comes to if the process may open no file, and
// so has no port.
inline std::string OutcomeWithoutAPort(const support::Tell& tell) {
  std::ostringstream out;
  // Once with a port: a sanitizer that sees a class for the first time opens a
  // pipe, which it could not do below.
  EXPECT_EQ(support::TellStory(out, tell), absl::OkStatus());
  rlimit before = {};
  EXPECT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit none = {.rlim_cur = 0, .rlim_max = before.rlim_max};
  EXPECT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  const absl::Status outcome = support::TellStory(out, tell);
  EXPECT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  return std::string(outcome.message());
}

}  // namespace harness

#endif  // TESTS_FEATURE_HARNESS_H_
