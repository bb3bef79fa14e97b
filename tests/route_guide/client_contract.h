// SPDX-License-Identifier: Apache-2.0
//
// What a RouteGuide client does, in whichever API style it is written: with
// each of the servers (RouteGuidePairContract), and with servers that are odd
// (RouteGuideClientContract). A test file instantiates both with its style.

#ifndef TESTS_ROUTE_GUIDE_CLIENT_CONTRACT_H_
#define TESTS_ROUTE_GUIDE_CLIENT_CONTRACT_H_

#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "feature_db.h"
#include "gmock/gmock.h"
#include "route_guide.pb.h"
#include "tests/route_guide/domain_harness.h"
#include "tests/route_guide/styles.h"
#include "tour.h"

class RouteGuidePairContract
    : public testing::TestWithParam<std::tuple<ServerStyle, ClientStyle>> {
 protected:
  RouteGuidePairContract();

  absl::Status List(const routeguide::Rectangle& rectangle,
                    std::vector<std::string>* names);
  absl::Status Chat(const std::vector<routeguide::RouteNote>& notes,
                    std::vector<std::string>* replies);

  const std::unique_ptr<const FeatureDb> features_ =
      MakeDb({{10, 20, "A"}, {30, 40, "B"}, {30, 41, ""}, {-50, 60, "C"}});
  std::unique_ptr<RunningServer> server_;
  std::unique_ptr<RouteGuideCalls> calls_;
};

class RouteGuideClientContract : public testing::TestWithParam<ClientStyle> {};

#endif  // TESTS_ROUTE_GUIDE_CLIENT_CONTRACT_H_
