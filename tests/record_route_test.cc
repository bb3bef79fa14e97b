// SPDX-License-Identifier: Apache-2.0

#include "record_route.h"

#include <future>
#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "route_guide.grpc.pb.h"
#include "support/line_reader.h"
#include "tests/harness.h"
#include "tests/lines.h"
#include "tests/route_guide/domain_harness.h"
#include "tests/route_guide/silent_route_guide.h"
#include "tests/route_guide_harness.h"

namespace {

class RecordingARoute : public RouteGuideTest {
 protected:
  absl::Status Run(const std::string& lines) {
    harness::Lines places(lines);
    return RecordRoute(stub_, places, *db_, harness::kForever, out_);
  }
};

TEST_F(RecordingARoute, PrintsTheSummaryOfNamesAndPoints) {
  ASSERT_EQ(Run("Here\nThere, far\n50000000,60000000\n0,0\n\nnot sent\n"),
            absl::OkStatus());
  EXPECT_THAT(out_.str(),
              testing::MatchesRegex("4 points, 2 with a feature, 2701900 "
                                    "metres, [0-9]+ seconds\n"));
}

TEST_F(RecordingARoute, AsksForEachPlace) {
  std::istringstream in("Here\n0,0\n");
  support::LineReader places(in, out_, /*ask=*/true);
  ASSERT_EQ(RecordRoute(stub_, places, *db_, harness::kForever, out_),
            absl::OkStatus());
  const std::string question = "Please enter a place (or nothing to arrive): ";
  EXPECT_THAT(out_.str(), testing::StartsWith(absl::StrCat(
                              question, question, question,
                              "\n2 points, 1 with a feature, 248629 metres")));
}

TEST_F(RecordingARoute, ARouteWithoutAPlaceIsSummedUp) {
  ASSERT_EQ(Run(""), absl::OkStatus());
  EXPECT_EQ(out_.str(), "0 points, 0 with a feature, 0 metres, 0 seconds\n");
}

TEST_F(RecordingARoute, TenThousandPlacesAreCounted) {
  std::string lines;
  for (int i = 0; i < 10'000; ++i) absl::StrAppend(&lines, "Here\n");
  ASSERT_EQ(Run(lines), absl::OkStatus());
  EXPECT_THAT(out_.str(), testing::StartsWith(
                              "10000 points, 10000 with a feature, 0 metres"));
}

TEST_F(RecordingARoute, ALineThatIsNoPlaceIsNamed) {
  EXPECT_EQ(Run("Here\nNowhere\nHere\n"),
            absl::InvalidArgumentError(
                "line 2: place 'Nowhere': wanted LATITUDE,LONGITUDE in degrees "
                "times 10,000,000, such as 407141667,-740063889, or the name "
                "of a feature, such as 'Paris, France'"));
  EXPECT_EQ(out_.str(), "");
  // Returns only when the call has ended on the server's side, too.
  server_->Shutdown(absl::InfiniteDuration());
}

TEST_F(RecordingARoute, AListThatCannotBeReadIsNotSentAsAWhole) {
  EXPECT_EQ(Run("Here\n\xff\nHere\n"),
            absl::InvalidArgumentError("line 2 '\\xff': wanted text in UTF-8"));
  EXPECT_EQ(out_.str(), "");
  server_->Shutdown(absl::InfiniteDuration());
}

TEST_F(RecordingARoute, APointOffTheEarthIsRefused) {
  EXPECT_EQ(Run("Here\n900000001,0\nHere\n"),
            absl::InvalidArgumentError(
                "RecordRoute: latitude 900000001: wanted -900000000 to "
                "900000000 (degrees times 10,000,000)"));
  EXPECT_EQ(out_.str(), "");
  EXPECT_TRUE(Lives());
}

TEST_F(RecordingARoute, AServerThatStopsOnTheWayIsReported) {
  harness::TypedLines places;
  std::future<absl::Status> status = std::async(std::launch::async, [&] {
    return RecordRoute(stub_, places, *db_, harness::kForever, out_);
  });
  places.Type("Here");
  server_->Shutdown(absl::ZeroDuration());
  places.Type("There, far");
  places.End();
  EXPECT_THAT(std::string(status.get().message()),
              testing::StartsWith("RecordRoute: "));
  EXPECT_EQ(out_.str(), "");
}

TEST_F(RecordingARoute, NoServerIsUnavailable) {
  server_.reset();
  EXPECT_THAT(Run("Here\n"), harness::HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Run(""), harness::HasCode(absl::StatusCode::kUnavailable));
}

// Sums up, or fails to, as soon as the first point has come.
class Hasty final : public routeguide::RouteGuide::Service {
 public:
  explicit Hasty(const grpc::Status& status) : status_(status) {}

 private:
  grpc::Status RecordRoute(grpc::ServerContext* /*context*/,
                           grpc::ServerReader<routeguide::Point>* reader,
                           routeguide::RouteSummary* summary) override {
    routeguide::Point point;
    if (!reader->Read(&point)) return grpc::Status::CANCELLED;
    summary->set_point_count(1);
    return status_;
  }

  const grpc::Status status_;
};

absl::Status RunAgainst(Hasty service) {
  const harness::FakeServer server(service);
  routeguide::RouteGuide::Stub stub(harness::ChannelTo(server.address()));
  harness::Lines places("Here\nHere\nHere\n");
  std::ostringstream out;
  return RecordRoute(stub, places, *MakeDb({{1, 2, "Here"}}), harness::kForever,
                     out);
}

TEST(RecordRouteClient, ReportsASummaryThatCameBeforeTheLastPlace) {
  const absl::Status status = RunAgainst(Hasty(grpc::Status::OK));
  EXPECT_THAT(status, harness::HasCode(absl::StatusCode::kAborted));
  // How many points it could send before the summary came, depends.
  EXPECT_THAT(std::string(status.message()),
              testing::StartsWith("RecordRoute: the server has read 1 of "));
}

TEST(RecordRouteClient, ReportsTheStatusOfAServerThatHadEnough) {
  EXPECT_EQ(RunAgainst(Hasty(
                grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "no way"))),
            absl::PermissionDeniedError("RecordRoute: no way"));
}

TEST(RecordRouteClient, WaitsNoLongerThanItsTimeout) {
  SilentRouteGuide service;
  const harness::FakeServer server(service);
  routeguide::RouteGuide::Stub stub(harness::ChannelTo(server.address()));
  harness::Lines places("1,2\n");
  std::ostringstream out;
  EXPECT_THAT(
      RecordRoute(stub, places, *MakeDb({}), absl::Milliseconds(100), out),
      harness::HasCode(absl::StatusCode::kDeadlineExceeded));
}

}  // namespace
