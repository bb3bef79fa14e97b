// SPDX-License-Identifier: Apache-2.0
//
// A RouteGuide server with a stub to it, for the tests of each kind of RPC.

#ifndef TESTS_ROUTE_GUIDE_HARNESS_H_
#define TESTS_ROUTE_GUIDE_HARNESS_H_

#include <memory>
#include <sstream>

#include "feature_db.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "route_guide.grpc.pb.h"
#include "route_guide_server.h"
#include "tests/harness.h"
#include "tests/route_guide/domain_harness.h"

// It knows three places, one of which has no name.
class RouteGuideTest : public testing::Test {
 protected:
  RouteGuideTest()
      : db_(MakeDb({{10'000'000, 20'000'000, "Here"},
                    {30'000'000, -40'000'000, "There, far"},
                    {50'000'000, 60'000'000, ""}})),
        server_(harness::MustStart(RouteGuideServer::Start(
            {.listen = "127.0.0.1:0", .features = db_.get()}))),
        stub_(harness::ChannelTo(server_->address())) {}

  // True if the server still answers.
  bool Lives() {
    harness::Context context;
    routeguide::Feature feature;
    return stub_
               .GetFeature(&context, MakePoint(10'000'000, 20'000'000),
                           &feature)
               .ok() &&
           feature.name() == "Here";
  }

  std::unique_ptr<const FeatureDb> db_;  // Outlives server_, which reads it.
  std::unique_ptr<RouteGuideServer> server_;
  routeguide::RouteGuide::Stub stub_;
  std::ostringstream out_;  // What the client prints.
};

#endif  // TESTS_ROUTE_GUIDE_HARNESS_H_
