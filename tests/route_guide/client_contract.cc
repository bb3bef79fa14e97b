// SPDX-License-Identifier: Apache-2.0

#include "tests/route_guide/client_contract.h"

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "route_guide.grpc.pb.h"
#include "tests/harness.h"
#include "tests/route_guide/silent_route_guide.h"

using harness::HasCode;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

RouteGuidePairContract::RouteGuidePairContract() {
  RouteGuideOptions options;
  options.features = features_.get();
  server_ = std::get<0>(GetParam()).start(options);
  calls_ = std::get<1>(GetParam())
               .make(harness::ChannelTo(server_->address()), harness::kForever);
}

absl::Status RouteGuidePairContract::List(
    const routeguide::Rectangle& rectangle, std::vector<std::string>* names) {
  return calls_->ListFeatures(rectangle,
                              [&](const routeguide::Feature& feature) {
                                names->push_back(feature.name());
                              });
}

absl::Status RouteGuidePairContract::Chat(
    const std::vector<routeguide::RouteNote>& notes,
    std::vector<std::string>* replies) {
  return calls_->RouteChat(notes, [&](const routeguide::RouteNote& note) {
    replies->push_back(note.message());
  });
}

namespace {

TEST_P(RouteGuidePairContract, GetFeatureGivesWhatIsThere) {
  EXPECT_EQ(calls_->GetFeature(MakePoint(30, 40))->name(), "B");
  const auto nothing = calls_->GetFeature(MakePoint(1, 2));
  ASSERT_TRUE(nothing.ok());
  EXPECT_EQ(nothing->name(), "");
  EXPECT_EQ(nothing->location().longitude(), 2);
}

TEST_P(RouteGuidePairContract, ListFeaturesGivesWhatIsInTheRectangle) {
  std::vector<std::string> names;
  EXPECT_EQ(List(MakeRectangle(-50, 90, 90, 0), &names), absl::OkStatus());
  EXPECT_THAT(names, ElementsAre("A", "B", "", "C"));
  names.clear();
  EXPECT_EQ(List(MakeRectangle(1, 1, 2, 2), &names), absl::OkStatus());
  EXPECT_THAT(names, IsEmpty());
}

TEST_P(RouteGuidePairContract, RecordRouteSumsUpARoute) {
  const auto summary = calls_->RecordRoute(
      {MakePoint(10, 20), MakePoint(10'000'010, 20), MakePoint(30, 40)});
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->point_count(), 3);
  EXPECT_EQ(summary->feature_count(), 2);
  EXPECT_EQ(summary->distance(), 222'389);
}

TEST_P(RouteGuidePairContract, AnEmptyRouteIsAllZero) {
  const auto summary = calls_->RecordRoute({});
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->ByteSizeLong(), 0);
}

TEST_P(RouteGuidePairContract, ALongRouteArrivesWhole) {
  const auto summary = calls_->RecordRoute(
      std::vector<routeguide::Point>(10'000, MakePoint(10, 20)));
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->point_count(), 10'000);
}

TEST_P(RouteGuidePairContract, RouteChatRunTwiceGetsTheNotesOfTheFirstRun) {
  const std::vector<routeguide::RouteNote> notes = {
      MakeNote(0, 0, "1"), MakeNote(0, 1, "2"), MakeNote(0, 0, "3")};
  std::vector<std::string> replies;
  EXPECT_EQ(Chat(notes, &replies), absl::OkStatus());
  EXPECT_THAT(replies, ElementsAre("1"));
  replies.clear();
  EXPECT_EQ(Chat(notes, &replies), absl::OkStatus());
  EXPECT_THAT(replies, ElementsAre("1", "3", "2", "1", "3", "1"));
  EXPECT_EQ(Chat({}, &replies), absl::OkStatus());
}

// 30 MB of notes and 135 MB of replies, each of them more than HTTP/2 grants:
// if all notes were written first, neither side could go on.
TEST_P(RouteGuidePairContract, AChatReadsWhileItWrites) {
  std::vector<routeguide::RouteNote> notes;
  for (int i = 0; i < 300; ++i) {
    notes.push_back(MakeNote(i % 30, 0, std::string(100'000, 'x')));
  }
  int replies = 0;
  EXPECT_EQ(calls_->RouteChat(notes,
                              [&](const routeguide::RouteNote&) { ++replies; }),
            absl::OkStatus());
  EXPECT_EQ(replies, 30 * (10 * 9 / 2));
}

TEST_P(RouteGuidePairContract, ARefusalNamesTheCallTheFieldAndTheValue) {
  const std::string latitude =
      "latitude 900000001: wanted -900000000 to 900000000 (degrees times "
      "10,000,000)";
  const std::string longitude =
      "longitude 1800000001: wanted -1800000000 to 1800000000 (degrees times "
      "10,000,000)";
  std::vector<std::string> none;
  EXPECT_EQ(calls_->GetFeature(MakePoint(900'000'001, 0)).status(),
            absl::InvalidArgumentError(absl::StrCat("GetFeature: ", latitude)));
  EXPECT_EQ(
      List(MakeRectangle(900'000'001, 0, 0, 0), &none),
      absl::InvalidArgumentError(absl::StrCat("ListFeatures: lo.", latitude)));
  EXPECT_EQ(
      calls_->RecordRoute({MakePoint(0, 0), MakePoint(0, 1'800'000'001)})
          .status(),
      absl::InvalidArgumentError(absl::StrCat("RecordRoute: ", longitude)));
  EXPECT_EQ(Chat({MakeNote(0, 1'800'000'001, "x")}, &none),
            absl::InvalidArgumentError(
                absl::StrCat("RouteChat: location.", longitude)));
  EXPECT_THAT(none, IsEmpty());
  EXPECT_EQ(calls_->GetFeature(MakePoint(10, 20))->name(), "A");
}

// The server ends the call at the first point, with a hundred thousand to come.
TEST_P(RouteGuidePairContract, ARefusalInTheMiddleOfARouteIsReported) {
  std::vector<routeguide::Point> route(100'000, MakePoint(0, 0));
  route[0].set_latitude(900'000'001);
  EXPECT_THAT(calls_->RecordRoute(route),
              HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_P(RouteGuidePairContract, TheTourPrintsTheSameInEveryStyle) {
  std::ostringstream first;
  EXPECT_EQ(Tour(*calls_, *features_, first), absl::OkStatus());
  EXPECT_EQ(first.str(), R"(GetFeature: what is there?
  0.0000, 0.0000: A
  0.0000, 0.0000: nothing
ListFeatures: what is between 40.0000, -80.0000 and 45.0000, -70.0000?
RecordRoute: how far is it?
  4 points, 3 with a feature, 1 metre, 0 seconds
RouteChat: what do others say?
  sent 0.0000, 0.0000: First message
  sent 0.0000, 1.0000: Second message
  sent 1.0000, 0.0000: Third message
  sent 0.0000, 0.0000: Fourth message
  sent 1.0000, 0.0000: Fifth message
  got  0.0000, 0.0000: First message
  got  1.0000, 0.0000: Third message
)");
  std::ostringstream second;
  EXPECT_EQ(Tour(*calls_, *features_, second), absl::OkStatus());
  EXPECT_THAT(second.str(), testing::EndsWith(R"(
  got  0.0000, 0.0000: First message
  got  0.0000, 0.0000: Fourth message
  got  0.0000, 1.0000: Second message
  got  1.0000, 0.0000: Third message
  got  1.0000, 0.0000: Fifth message
  got  0.0000, 0.0000: First message
  got  0.0000, 0.0000: Fourth message
  got  0.0000, 0.0000: First message
  got  1.0000, 0.0000: Third message
  got  1.0000, 0.0000: Fifth message
  got  1.0000, 0.0000: Third message
)"));
}

TEST_P(RouteGuidePairContract, TheTourOfNothingIsShort) {
  const auto nothing = MakeDb({});
  std::ostringstream out;
  EXPECT_EQ(Tour(*calls_, *nothing, out), absl::OkStatus());
  EXPECT_THAT(out.str(), testing::StartsWith("GetFeature: what is there?\n"
                                             "  0.0000, 0.0000: nothing\n"));
}

// Servers that are odd.

void Ignore(const google::protobuf::Message& /*message*/) {}

// Calls each of the four with what an odd server may do to it.
void ExpectAllFour(RouteGuideCalls& calls, absl::StatusCode code) {
  EXPECT_THAT(calls.GetFeature(MakePoint(0, 0)), HasCode(code));
  EXPECT_THAT(calls.ListFeatures(MakeRectangle(0, 0, 9, 9), Ignore),
              HasCode(code));
  EXPECT_THAT(calls.RecordRoute({MakePoint(0, 0)}), HasCode(code));
  EXPECT_THAT(calls.RouteChat({MakeNote(0, 0, "x")}, Ignore), HasCode(code));
}

TEST_P(RouteGuideClientContract, ADeadlineEndsEachOfTheFour) {
  SilentRouteGuide silent;
  const harness::FakeServer server(silent);
  const auto calls = GetParam().make(harness::ChannelTo(server.address()),
                                     absl::Milliseconds(100));
  ExpectAllFour(*calls, absl::StatusCode::kDeadlineExceeded);
}

// More than HTTP/2 lets a client send ahead is still to be written when the
// deadline passes.
TEST_P(RouteGuideClientContract, ADeadlineEndsAWriteThatWaits) {
  SilentRouteGuide silent;
  const harness::FakeServer server(silent);
  const auto calls = GetParam().make(harness::ChannelTo(server.address()),
                                     absl::Milliseconds(500));
  EXPECT_THAT(
      calls->RouteChat(std::vector<routeguide::RouteNote>(
                           1'000, MakeNote(0, 0, std::string(100'000, 'x'))),
                       Ignore),
      HasCode(absl::StatusCode::kDeadlineExceeded));
}

TEST_P(RouteGuideClientContract, WithoutAServerEachOfTheFourIsUnavailable) {
  const auto calls = GetParam().make(harness::ChannelTo(harness::DeadAddress()),
                                     harness::kForever);
  ExpectAllFour(*calls, absl::StatusCode::kUnavailable);
  EXPECT_THAT(calls->RecordRoute({}), HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(calls->RouteChat({}, Ignore),
              HasCode(absl::StatusCode::kUnavailable));
}

// Has no methods at all.
TEST_P(RouteGuideClientContract, AServerOfSomethingElseIsReported) {
  routeguide::RouteGuide::Service nothing;
  const harness::FakeServer server(nothing);
  const auto calls =
      GetParam().make(harness::ChannelTo(server.address()), harness::kForever);
  ExpectAllFour(*calls, absl::StatusCode::kUnimplemented);
}

// Ends each stream after one message each way, with a status.
class Brief final : public routeguide::RouteGuide::Service {
 public:
  explicit Brief(const grpc::Status& status) : status_(status) {}

 private:
  grpc::Status ListFeatures(
      grpc::ServerContext* /*context*/,
      const routeguide::Rectangle* /*rectangle*/,
      grpc::ServerWriter<routeguide::Feature>* writer) override {
    routeguide::Feature feature;
    feature.set_name("only");
    return writer->Write(feature) ? status_ : grpc::Status::CANCELLED;
  }

  grpc::Status RecordRoute(grpc::ServerContext* /*context*/,
                           grpc::ServerReader<routeguide::Point>* reader,
                           routeguide::RouteSummary* summary) override {
    routeguide::Point point;
    summary->set_point_count(reader->Read(&point) ? 1 : 0);
    return status_;
  }

  grpc::Status RouteChat(
      grpc::ServerContext* /*context*/,
      grpc::ServerReaderWriter<routeguide::RouteNote, routeguide::RouteNote>*
          stream) override {
    routeguide::RouteNote note;
    if (!stream->Read(&note)) return status_;
    return stream->Write(note) ? status_ : grpc::Status::CANCELLED;
  }

  const grpc::Status status_;
};

TEST_P(RouteGuideClientContract, AnAnswerThatComesTooEarlyIsNoSuccess) {
  Brief brief(grpc::Status::OK);
  const harness::FakeServer server(brief);
  const auto calls =
      GetParam().make(harness::ChannelTo(server.address()), harness::kForever);
  EXPECT_EQ(
      calls->RecordRoute(std::vector<routeguide::Point>(3, MakePoint(0, 0)))
          .status(),
      absl::AbortedError("RecordRoute: the server has read 1 of 3 points"));
  // More than what may be under way before the server has read it.
  int replies = 0;
  EXPECT_THAT(
      calls->RouteChat(std::vector<routeguide::RouteNote>(
                           1'000, MakeNote(0, 0, std::string(100'000, 'x'))),
                       [&](const routeguide::RouteNote&) { ++replies; }),
      HasCode(absl::StatusCode::kAborted));
  EXPECT_EQ(replies, 1);
}

TEST_P(RouteGuideClientContract, AFailureInTheMiddleComesAfterTheMessages) {
  Brief brief(grpc::Status(grpc::StatusCode::DATA_LOSS, "torn"));
  const harness::FakeServer server(brief);
  const auto calls =
      GetParam().make(harness::ChannelTo(server.address()), harness::kForever);
  int features = 0;
  EXPECT_EQ(
      calls->ListFeatures(MakeRectangle(0, 0, 9, 9),
                          [&](const routeguide::Feature&) { ++features; }),
      absl::DataLossError("ListFeatures: torn"));
  EXPECT_EQ(features, 1);
  EXPECT_EQ(calls->RecordRoute({MakePoint(0, 0), MakePoint(0, 0)}).status(),
            absl::DataLossError("RecordRoute: torn"));
  int replies = 0;
  EXPECT_EQ(calls->RouteChat({MakeNote(0, 0, "1"), MakeNote(0, 0, "2")},
                             [&](const routeguide::RouteNote&) { ++replies; }),
            absl::DataLossError("RouteChat: torn"));
  EXPECT_EQ(replies, 1);
}

TEST_P(RouteGuideClientContract, TheTourEndsAtTheFirstFailure) {
  const auto features = MakeDb({});
  const auto calls = GetParam().make(harness::ChannelTo(harness::DeadAddress()),
                                     harness::kForever);
  std::ostringstream out;
  EXPECT_THAT(Tour(*calls, *features, out),
              HasCode(absl::StatusCode::kUnavailable));
  EXPECT_EQ(out.str(), "GetFeature: what is there?\n");
}

}  // namespace
