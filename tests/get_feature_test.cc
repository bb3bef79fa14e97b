// SPDX-License-Identifier: Apache-2.0

#include "get_feature.h"

#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "route_guide.grpc.pb.h"
#include "tests/harness.h"
#include "tests/route_guide/domain_harness.h"
#include "tests/route_guide/silent_route_guide.h"
#include "tests/route_guide_harness.h"

namespace {

class GettingAFeature : public RouteGuideTest {
 protected:
  absl::Status Run(int latitude, int longitude) {
    return GetFeature(stub_, MakePoint(latitude, longitude), harness::kForever,
                      out_);
  }
};

TEST_F(GettingAFeature, PrintsWhatIsThere) {
  ASSERT_EQ(Run(30'000'000, -40'000'000), absl::OkStatus());
  EXPECT_EQ(out_.str(), "3.0000, -4.0000: There, far\n");
}

TEST_F(GettingAFeature, SaysWhereNothingIsKnown) {
  ASSERT_EQ(Run(0, 0), absl::OkStatus());
  EXPECT_EQ(out_.str(), "0.0000, 0.0000: nothing\n");
}

TEST_F(GettingAFeature, SaysSoOfAFeatureWithoutAName) {
  ASSERT_EQ(Run(50'000'000, 60'000'000), absl::OkStatus());
  EXPECT_EQ(out_.str(), "5.0000, 6.0000: nothing\n");
}

TEST_F(GettingAFeature, APointOffTheEarthIsRefused) {
  EXPECT_EQ(Run(0, -1'800'000'001),
            absl::InvalidArgumentError(
                "GetFeature: longitude -1800000001: wanted -1800000000 to "
                "1800000000 (degrees times 10,000,000)"));
  EXPECT_EQ(out_.str(), "");
  EXPECT_TRUE(Lives());
}

TEST_F(GettingAFeature, AStoppedServerIsUnavailable) {
  ASSERT_TRUE(Lives());
  server_.reset();
  EXPECT_THAT(Run(0, 0), harness::HasCode(absl::StatusCode::kUnavailable));
}

TEST(GetFeatureClient, WaitsNoLongerThanItsTimeout) {
  SilentRouteGuide service;
  const harness::FakeServer server(service);
  routeguide::RouteGuide::Stub stub(harness::ChannelTo(server.address()));
  std::ostringstream out;
  const absl::Status status =
      GetFeature(stub, MakePoint(0, 0), absl::Milliseconds(100), out);
  EXPECT_THAT(status, harness::HasCode(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(std::string(status.message()),
              testing::StartsWith("GetFeature: "));
  EXPECT_EQ(out.str(), "");
}

// Answers with a place, whatever was asked, and in spite of it fails.
class Doubtful final : public routeguide::RouteGuide::Service {
  grpc::Status GetFeature(grpc::ServerContext* /*context*/,
                          const routeguide::Point* /*point*/,
                          routeguide::Feature* feature) override {
    feature->set_name("Atlantis");
    return grpc::Status(grpc::StatusCode::DATA_LOSS, "sunk");
  }
};

TEST(GetFeatureClient, ReportsTheStatusAndPrintsNothing) {
  Doubtful service;
  const harness::FakeServer server(service);
  routeguide::RouteGuide::Stub stub(harness::ChannelTo(server.address()));
  std::ostringstream out;
  EXPECT_EQ(GetFeature(stub, MakePoint(0, 0), harness::kForever, out),
            absl::DataLossError("GetFeature: sunk"));
  EXPECT_EQ(out.str(), "");
}

}  // namespace
