// SPDX-License-Identifier: Apache-2.0

#include "list_features.h"

#include <ostream>
#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "route_guide.grpc.pb.h"
#include "tests/harness.h"
#include "tests/route_guide/domain_harness.h"
#include "tests/route_guide/silent_route_guide.h"
#include "tests/route_guide_harness.h"

namespace {

class ListingFeatures : public RouteGuideTest {
 protected:
  absl::Status Run(const routeguide::Rectangle& rectangle) {
    return ListFeatures(stub_, rectangle, harness::kForever, out_);
  }
};

TEST_F(ListingFeatures, PrintsEachInTheOrderOfTheFile) {
  ASSERT_EQ(Run(MakeRectangle(-900'000'000, -1'800'000'000, 900'000'000,
                              1'800'000'000)),
            absl::OkStatus());
  EXPECT_EQ(out_.str(),
            "1.0000, 2.0000: Here\n"
            "3.0000, -4.0000: There, far\n"
            "5.0000, 6.0000: nothing\n");
}

TEST_F(ListingFeatures, TakesOppositeCornersInAnyOrder) {
  for (const routeguide::Rectangle& rectangle :
       {MakeRectangle(10'000'000, -40'000'000, 30'000'000, 20'000'000),
        MakeRectangle(30'000'000, 20'000'000, 10'000'000, -40'000'000),
        MakeRectangle(30'000'000, -40'000'000, 10'000'000, 20'000'000)}) {
    out_.str("");
    ASSERT_EQ(Run(rectangle), absl::OkStatus());
    EXPECT_EQ(out_.str(),
              "1.0000, 2.0000: Here\n"
              "3.0000, -4.0000: There, far\n");
  }
}

TEST_F(ListingFeatures, AnEmptyRectangleIsNoFailure) {
  EXPECT_EQ(Run(MakeRectangle(0, 0, 1, 1)), absl::OkStatus());
  EXPECT_EQ(out_.str(), "");
}

TEST_F(ListingFeatures, ACornerOffTheEarthIsRefused) {
  EXPECT_EQ(Run(MakeRectangle(0, 0, 900'000'001, 0)),
            absl::InvalidArgumentError(
                "ListFeatures: hi.latitude 900000001: wanted -900000000 to "
                "900000000 (degrees times 10,000,000)"));
  EXPECT_EQ(out_.str(), "");
  EXPECT_TRUE(Lives());
}

TEST_F(ListingFeatures, AStoppedServerIsUnavailable) {
  ASSERT_TRUE(Lives());
  server_.reset();
  EXPECT_THAT(Run(MakeRectangle(0, 0, 1, 1)),
              harness::HasCode(absl::StatusCode::kUnavailable));
}

TEST(ListFeaturesClient, WaitsNoLongerThanItsTimeout) {
  SilentRouteGuide service;
  const harness::FakeServer server(service);
  routeguide::RouteGuide::Stub stub(harness::ChannelTo(server.address()));
  std::ostringstream out;
  EXPECT_THAT(ListFeatures(stub, MakeRectangle(0, 0, 1, 1),
                           absl::Milliseconds(100), out),
              harness::HasCode(absl::StatusCode::kDeadlineExceeded));
}

// Sends as many features as it was told to, and then a status.
class Verbose final : public routeguide::RouteGuide::Service {
 public:
  Verbose(int features, const grpc::Status& status)
      : features_(features), status_(status) {}

 private:
  grpc::Status ListFeatures(
      grpc::ServerContext* /*context*/,
      const routeguide::Rectangle* /*rectangle*/,
      grpc::ServerWriter<routeguide::Feature>* writer) override {
    routeguide::Feature feature;
    for (int i = 0; i < features_; ++i) {
      feature.set_name(absl::StrCat(i));
      if (!writer->Write(feature)) return grpc::Status::CANCELLED;
    }
    return status_;
  }

  const int features_;
  const grpc::Status status_;
};

absl::Status RunAgainst(Verbose service, std::ostream& out) {
  const harness::FakeServer server(service);
  routeguide::RouteGuide::Stub stub(harness::ChannelTo(server.address()));
  return ListFeatures(stub, MakeRectangle(0, 0, 1, 1), harness::kForever, out);
}

TEST(ListFeaturesClient, PrintsTenThousandFeaturesInOrder) {
  std::ostringstream out;
  ASSERT_EQ(RunAgainst(Verbose(10'000, grpc::Status::OK), out),
            absl::OkStatus());
  std::string expected;
  for (int i = 0; i < 10'000; ++i) {
    absl::StrAppend(&expected, "0.0000, 0.0000: ", i, "\n");
  }
  EXPECT_EQ(out.str(), expected);
}

TEST(ListFeaturesClient, ReportsAStatusThatComesAfterFeatures) {
  std::ostringstream out;
  const grpc::Status status(grpc::StatusCode::DATA_LOSS, "forgot the rest");
  EXPECT_EQ(RunAgainst(Verbose(2, status), out),
            absl::DataLossError("ListFeatures: forgot the rest"));
  EXPECT_EQ(out.str(), "0.0000, 0.0000: 0\n0.0000, 0.0000: 1\n");
}

}  // namespace
