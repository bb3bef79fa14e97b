// SPDX-License-Identifier: Apache-2.0

#include "route_chat.h"

#include <future>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "place.h"
#include "route_guide.grpc.pb.h"
#include "support/line_reader.h"
#include "tests/harness.h"
#include "tests/lines.h"
#include "tests/route_guide/domain_harness.h"
#include "tests/route_guide/silent_route_guide.h"
#include "tests/route_guide_harness.h"

namespace {

using NoteStream =
    grpc::ServerReaderWriter<routeguide::RouteNote, routeguide::RouteNote>;

// What the client prints of notes at the equator.
std::string Notes(const std::vector<std::string>& messages) {
  std::string shown;
  for (const std::string& message : messages) {
    absl::StrAppend(&shown, Shown(MakeNote(0, 0, message)), "\n");
  }
  return shown;
}

class Chatting : public RouteGuideTest {
 protected:
  absl::Status Run(const std::string& lines, int latitude = 0) {
    harness::Lines messages(lines);
    return RouteChat(stub_, MakePoint(latitude, 0), messages, harness::kForever,
                     out_);
  }
};

TEST_F(Chatting, PrintsTheEarlierNotesAtThePlaceForEachNote) {
  ASSERT_EQ(Run("one\ntwo\nthree\n\nnot sent\n"), absl::OkStatus());
  EXPECT_EQ(out_.str(),
            "0.0000, 0.0000: one\n"
            "0.0000, 0.0000: one\n"
            "0.0000, 0.0000: two\n");
}

TEST_F(Chatting, ALaterChatGetsTheNotesOfAnEarlierOne) {
  ASSERT_EQ(Run("one\n"), absl::OkStatus());
  ASSERT_EQ(Run("elsewhere\n", 10'000'000), absl::OkStatus());
  EXPECT_EQ(out_.str(), "");
  ASSERT_EQ(Run("two\n"), absl::OkStatus());
  EXPECT_EQ(out_.str(), Notes({"one"}));
}

TEST_F(Chatting, AChatWithoutANoteIsNoFailure) {
  EXPECT_EQ(Run(""), absl::OkStatus());
  EXPECT_EQ(out_.str(), "");
}

TEST_F(Chatting, AsksOnceAndLeavesTheRestOfTheScreenToTheAnswers) {
  std::istringstream in("one\ntwo\n");
  support::LineReader messages(in, out_, /*ask=*/true);
  ASSERT_EQ(
      RouteChat(stub_, MakePoint(0, 0), messages, harness::kForever, out_),
      absl::OkStatus());
  EXPECT_EQ(out_.str(),
            "Please enter notes, a line each (or nothing to leave):\n" +
                Notes({"one"}));
}

TEST_F(Chatting, KeepsEveryByteOfANote) {
  ASSERT_EQ(Run(std::string("a\0b\n世界\nlast\n", 16)), absl::OkStatus());
  EXPECT_EQ(out_.str(),
            Notes({std::string("a\0b", 3), std::string("a\0b", 3), "世界"}));
}

// One chat, by a person who types and looks.
class Chat {
 public:
  explicit Chat(routeguide::RouteGuide::Stub& stub)
      : status_(std::async(std::launch::async, [this, &stub] {
          return RouteChat(stub, MakePoint(0, 0), lines_, harness::kForever,
                           screen_);
        })) {}

  void Type(const std::string& line) { lines_.Type(line); }
  void WaitFor(const std::vector<std::string>& messages) {
    screen_.WaitFor(Notes(messages));
  }
  absl::Status End() {
    lines_.End();
    return status_.get();
  }

 private:
  harness::TypedLines lines_;
  harness::Screen screen_;
  std::future<absl::Status> status_;  // Last: it uses the others.
};

TEST_F(Chatting, TwoSeeEachOthersNotesWhileNeitherHasLeft) {
  ASSERT_EQ(Run("welcome\n"), absl::OkStatus());
  routeguide::RouteGuide::Stub other(harness::ChannelTo(server_->address()));
  Chat ada(stub_);
  Chat bob(other);
  ada.Type("hi");
  ada.WaitFor({"welcome"});
  bob.Type("ho");
  bob.WaitFor({"welcome", "hi"});
  ada.Type("bye");
  ada.WaitFor({"welcome", "welcome", "hi", "ho"});
  EXPECT_EQ(ada.End(), absl::OkStatus());
  EXPECT_EQ(bob.End(), absl::OkStatus());
}

TEST_F(Chatting, AServerThatStopsIsReportedAtTheNextLine) {
  Chat chat(stub_);
  chat.Type("one");
  chat.Type("two");
  chat.WaitFor({"one"});
  server_->Shutdown(absl::ZeroDuration());
  chat.Type("three");
  const absl::Status status = chat.End();
  EXPECT_FALSE(status.ok());
  EXPECT_THAT(std::string(status.message()),
              testing::StartsWith("RouteChat: "));
  chat.WaitFor({"one"});
}

TEST_F(Chatting, NoServerIsUnavailable) {
  server_.reset();
  EXPECT_THAT(Run("one\n"), harness::HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Run(""), harness::HasCode(absl::StatusCode::kUnavailable));
}

TEST_F(Chatting, APlaceOffTheEarthIsRefused) {
  EXPECT_EQ(Run("one\ntwo\n", 900'000'001),
            absl::InvalidArgumentError(
                "RouteChat: location.latitude 900000001: wanted -900000000 to "
                "900000000 (degrees times 10,000,000)"));
  EXPECT_EQ(out_.str(), "");
  EXPECT_TRUE(Lives());
}

TEST_F(Chatting, ANoteOfFiveMegabytesIsRefusedAndTheServerLivesOn) {
  EXPECT_THAT(Run(std::string(5'000'000, 'x')),
              harness::HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_TRUE(Lives());
}

TEST_F(Chatting, ALineThatIsNotUtf8EndsItAfterTheNotesBefore) {
  EXPECT_EQ(Run("one\ntwo\n\xff\nthree\n"),
            absl::InvalidArgumentError("line 3 '\\xff': wanted text in UTF-8"));
  EXPECT_EQ(out_.str(), Notes({"one"}));
  ASSERT_EQ(Run("four\n"), absl::OkStatus());
  EXPECT_EQ(out_.str(), Notes({"one", "one", "two"}));
}

// More than the connection holds in either direction: who only wrote would wait
// for ever.
TEST_F(Chatting, ReadsWhileItWrites) {
  std::string lines;
  for (int i = 0; i < 30; ++i) {
    absl::StrAppend(&lines, std::string(200'000, 'x'), "\n");
  }
  ASSERT_EQ(Run(lines), absl::OkStatus());
  EXPECT_GT(out_.str().size(), 30 * 29 / 2 * 200'000);
}

// Answers each note with itself.
class Echo final : public routeguide::RouteGuide::Service {
  grpc::Status RouteChat(grpc::ServerContext* /*context*/,
                         NoteStream* stream) override {
    routeguide::RouteNote note;
    while (stream->Read(&note)) {
      if (!stream->Write(note)) return grpc::Status::CANCELLED;
    }
    return grpc::Status::OK;
  }
};

// Reads one note or the half-close, says so, and ends with a status.
class Brief final : public routeguide::RouteGuide::Service {
 public:
  explicit Brief(const grpc::Status& status) : status_(status) {}

 private:
  grpc::Status RouteChat(grpc::ServerContext* /*context*/,
                         NoteStream* stream) override {
    routeguide::RouteNote note;
    note.set_message(stream->Read(&note) ? "enough" : "goodbye");
    note.clear_location();
    return stream->Write(note) ? status_ : grpc::Status::CANCELLED;
  }

  const grpc::Status status_;
};

absl::Status RunAgainst(grpc::Service& service, support::LineReader& messages,
                        std::ostream& out) {
  const harness::FakeServer server(service);
  routeguide::RouteGuide::Stub stub(harness::ChannelTo(server.address()));
  return RouteChat(stub, MakePoint(0, 0), messages, harness::kForever, out);
}

TEST(RouteChatClient, PrintsTenThousandAnswersInOrder) {
  std::string lines;
  std::vector<std::string> messages;
  for (int i = 0; i < 10'000; ++i) {
    absl::StrAppend(&lines, i, "\n");
    messages.push_back(absl::StrCat(i));
  }
  Echo service;
  harness::Lines input(lines);
  std::ostringstream out;
  ASSERT_EQ(RunAgainst(service, input, out), absl::OkStatus());
  EXPECT_EQ(out.str(), Notes(messages));
}

TEST(RouteChatClient, PrintsWhatTheServerSaysAfterTheHalfClose) {
  Brief service(grpc::Status::OK);
  harness::Lines input("");
  std::ostringstream out;
  EXPECT_EQ(RunAgainst(service, input, out), absl::OkStatus());
  EXPECT_EQ(out.str(), Notes({"goodbye"}));
}

TEST(RouteChatClient, ReportsACallThatEndedBeforeTheLastNote) {
  Brief service(grpc::Status::OK);
  harness::EndlessLines input;
  std::ostringstream out;
  EXPECT_EQ(RunAgainst(service, input, out),
            absl::AbortedError(
                "RouteChat: the server ended the call before the last note"));
  EXPECT_EQ(out.str(), Notes({"enough"}));
}

TEST(RouteChatClient, ReportsTheStatusOfAServerThatHadEnough) {
  Brief service(grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "hush"));
  harness::EndlessLines input;
  std::ostringstream out;
  EXPECT_EQ(RunAgainst(service, input, out),
            absl::PermissionDeniedError("RouteChat: hush"));
  EXPECT_EQ(out.str(), Notes({"enough"}));
}

TEST(RouteChatClient, WaitsNoLongerThanItsTimeout) {
  SilentRouteGuide service;
  const harness::FakeServer server(service);
  routeguide::RouteGuide::Stub stub(harness::ChannelTo(server.address()));
  harness::Lines messages("one\n");
  std::ostringstream out;
  EXPECT_THAT(
      RouteChat(stub, MakePoint(0, 0), messages, absl::Milliseconds(100), out),
      harness::HasCode(absl::StatusCode::kDeadlineExceeded));
}

}  // namespace
