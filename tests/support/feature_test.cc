// SPDX-License-Identifier: Apache-2.0

#include "support/feature.h"

#include <memory>
#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "support/journal.h"
#include "support/story.h"

namespace {

// A server that only says where it listens, and that it has ended.
class Server {
 public:
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      const std::string& listen, support::Journal& journal) {
    if (listen == "taken") return absl::UnavailableError("is taken");
    return std::make_unique<Server>(journal);
  }

  explicit Server(support::Journal& journal) : journal_(journal) {}
  ~Server() { journal_.Write("ended"); }
  const std::string& address() const { return address_; }
  void Shutdown(absl::Duration grace) {
    journal_.Write("shutdown after " + absl::FormatDuration(grace));
  }

 private:
  support::Journal& journal_;
  const std::string address_ = "here";
};

TEST(Feature, StartsTheServerForItsStory) {
  std::ostringstream out;
  EXPECT_EQ(support::TellStory(
                out,
                [](support::Journal& journal, support::Story& story) {
                  support::WithServer<Server>(
                      [](const std::string& target, support::Story& calls) {
                        calls.Step("A step.");
                        calls.Expect("target", "here", target);
                      })(journal, story);
                  story.ExpectServer("ended");
                }),
            absl::OkStatus());
  EXPECT_EQ(out.str(),
            "1. A step.\n   target: here (as wanted)\n   server: ended (as "
            "wanted)\n");
}

TEST(Feature, AStoryFailsIfItsServerSaysMoreThanWanted) {
  std::ostringstream out;
  EXPECT_EQ(
      support::TellStory(
          out, support::WithServer<Server>(
                   [](const std::string& /*target*/, support::Story& story) {
                     story.Step("A step.");
                   })),
      absl::FailedPreconditionError("step 1, server: ended (wanted nothing)"));
}

// A server that cannot start.
struct Taken : Server {
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      const std::string& /*listen*/, support::Journal& journal) {
    return Server::Start("taken", journal);
  }
};

TEST(Feature, AStoryFailsIfItsServerDoesNotStart) {
  std::ostringstream out;
  EXPECT_EQ(support::TellStory(
                out, support::WithServer<Taken>(
                         [](const std::string& /*target*/, support::Story&) {
                           FAIL() << "there is no server to call";
                         })),
            absl::FailedPreconditionError(
                "step 1, server: UNAVAILABLE: is taken (wanted OK)"));
}

TEST(Feature, ServesUntilItIsToldToStop) {
  support::Journal journal;
  {
    const auto running = support::ServeWith<Server>()("", journal);
    ASSERT_EQ(running.status(), absl::OkStatus());
    EXPECT_EQ(running->address, "here");
    running->shutdown(absl::Seconds(1));
  }
  EXPECT_EQ(journal.Next().value_or(""), "shutdown after 1s");
  EXPECT_EQ(journal.Next().value_or(""), "ended");
}

TEST(Feature, AServerThatCannotStartSaysWhy) {
  support::Journal journal;
  EXPECT_EQ(support::ServeWith<Server>()("taken", journal).status(),
            absl::UnavailableError("is taken"));
}

}  // namespace
