// SPDX-License-Identifier: Apache-2.0

#include "support/story.h"

#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "support/journal.h"

namespace {

class Story : public testing::Test {
 protected:
  std::ostringstream out_;
  support::Journal journal_;
  support::Story story_{out_, &journal_};
};

TEST_F(Story, SaysWhatCameAndThatItWasWanted) {
  story_.Step("It begins.");
  story_.Note("Once upon a time.");
  story_.Expect("client", "three", "three");
  story_.Step("It ends.");
  story_.Expect("client", "four", "four");
  EXPECT_EQ(out_.str(),
            "1. It begins.\n"
            "   Once upon a time.\n"
            "   client: three (as wanted)\n"
            "2. It ends.\n"
            "   client: four (as wanted)\n");
  EXPECT_EQ(story_.Outcome(), absl::OkStatus());
}

TEST_F(Story, FailsWithTheFirstThingThatWasNotWanted) {
  story_.Step("It begins.");
  story_.Expect("client", "three", "three");
  story_.Expect("client", "four", "five");
  EXPECT_EQ(story_.Outcome(), absl::FailedPreconditionError(
                                  "step 1, client: five (wanted four)"));
  story_.Step("It ends.");
  story_.Expect("client", "six", "seven");
  EXPECT_EQ(story_.Outcome(),
            absl::FailedPreconditionError(
                "step 1, client: five (wanted four); and 1 more"));
}

TEST_F(Story, OneWithoutAStepHasNotComeOutAsWanted) {
  EXPECT_EQ(story_.Outcome(),
            absl::FailedPreconditionError("no step was made"));
}

TEST_F(Story, ComparesOnlyTheCodeUnlessAMessageIsWanted) {
  story_.Step("Calls.");
  story_.ExpectStatus("client", "OK", absl::OkStatus());
  story_.ExpectStatus("client", "NOT_FOUND", absl::NotFoundError("what"));
  story_.ExpectStatus("client", "NOT_FOUND: it", absl::NotFoundError("it"));
  EXPECT_EQ(story_.Outcome(), absl::OkStatus());
  EXPECT_THAT(out_.str(), testing::HasSubstr("client: NOT_FOUND (as"));

  story_.ExpectStatus("client", "NOT_FOUND: it", absl::NotFoundError("what"));
  story_.ExpectStatus("client", "OK", absl::NotFoundError("what"));
  story_.ExpectStatus("client", "NOT_FOUND", absl::OkStatus());
  EXPECT_THAT(
      out_.str(),
      testing::HasSubstr("   client: NOT_FOUND: what (wanted NOT_FOUND: it)\n"
                         "   client: NOT_FOUND: what (wanted OK)\n"
                         "   client: OK (wanted NOT_FOUND)\n"));
}

TEST_F(Story, ComparesAReplyWithItsText) {
  story_.Step("Calls.");
  story_.ExpectReply("client", "OK \"Hello!\"", std::string("Hello!"));
  story_.ExpectReply("client", "ABORTED", absl::AbortedError("no"));
  EXPECT_EQ(story_.Outcome(), absl::OkStatus());
  story_.ExpectReply("client", "OK \"Hello!\"", std::string("Bye!"));
  EXPECT_EQ(story_.Outcome(),
            absl::FailedPreconditionError(
                "step 1, client: OK \"Bye!\" (wanted OK \"Hello!\")"));
}

TEST_F(Story, ReadsTheServersJournal) {
  story_.Step("The server speaks.");
  journal_.Write("one");
  journal_.Write("two");
  story_.ExpectServer("one");
  story_.ExpectServer("zwei");
  EXPECT_EQ(story_.Outcome(),
            absl::FailedPreconditionError("step 1, server: two (wanted zwei)"));
}

TEST_F(Story, TakesWhatTheServerSaysInAnyOrder) {
  story_.Step("The server speaks.");
  for (const char* line : {"c", "a", "b"}) journal_.Write(line);
  story_.ExpectServerInAnyOrder({"a", "b", "c"});
  EXPECT_EQ(out_.str(),
            "1. The server speaks.\n"
            "   server: a (as wanted)\n"
            "   server: b (as wanted)\n"
            "   server: c (as wanted)\n");
  EXPECT_EQ(story_.Outcome(), absl::OkStatus());

  for (const char* line : {"a", "a"}) journal_.Write(line);
  story_.ExpectServerInAnyOrder({"a", "b"});
  EXPECT_EQ(story_.Outcome(),
            absl::FailedPreconditionError("step 1, server: a (wanted b)"));
}

TEST_F(Story, DoesNotLikeWhatTheServerSaysUnasked) {
  story_.Step("The server speaks.");
  story_.ExpectServerSaidAll();
  EXPECT_EQ(story_.Outcome(), absl::OkStatus());
  journal_.Write("and another thing");
  story_.ExpectServerSaidAll();
  EXPECT_EQ(story_.Outcome(),
            absl::FailedPreconditionError(
                "step 1, server: and another thing (wanted nothing)"));
}

TEST(StoryElsewhere, AsksNothingOfAServerInAnotherProcess) {
  std::ostringstream out;
  support::Story story(out, /*journal=*/nullptr);
  story.Step("The server speaks.");
  story.ExpectServer("one");
  story.ExpectServerInAnyOrder({"two", "three"});
  story.ExpectServerSaidAll();
  EXPECT_EQ(out.str(), "1. The server speaks.\n");
  EXPECT_EQ(story.Outcome(), absl::OkStatus());
}

}  // namespace
