// SPDX-License-Identifier: Apache-2.0
//
// What a RouteGuide server does, in whichever API style it is written. A test
// file instantiates it with its style:
//
//   INSTANTIATE_TEST_SUITE_P(
//       Callback, RouteGuideServerContract,
//       testing::Values(StyleOf<RouteGuideCallbackServer>("callback")));

#ifndef TESTS_ROUTE_GUIDE_SERVER_CONTRACT_H_
#define TESTS_ROUTE_GUIDE_SERVER_CONTRACT_H_

#include <memory>
#include <string>
#include <vector>

#include "feature_db.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "guide.h"
#include "route_guide.grpc.pb.h"
#include "tests/harness.h"
#include "tests/route_guide/domain_harness.h"
#include "tests/route_guide/styles.h"

using NoteStream =
    grpc::ClientReaderWriter<routeguide::RouteNote, routeguide::RouteNote>;

class RouteGuideServerContract : public testing::TestWithParam<ServerStyle> {
 protected:
  RouteGuideServerContract() { Start({}); }

  // Starts the server anew, with options.features if it is set.
  void Start(RouteGuideOptions options);

  // A stub to it with a connection of its own.
  std::unique_ptr<routeguide::RouteGuide::Stub> NewStub();

  grpc::Status GetFeature(int latitude, int longitude,
                          routeguide::Feature* feature);

  // The names of the features that come, and the status.
  grpc::Status ListFeatures(const routeguide::Rectangle& rectangle,
                            std::vector<std::string>* names);

  // Posts a note and reads the replies until `last` has come.
  std::vector<std::string> Exchange(NoteStream& chat,
                                    const routeguide::RouteNote& note,
                                    const std::string& last);

  // A whole chat: the messages of the replies, and the status.
  grpc::Status Chat(const std::vector<routeguide::RouteNote>& notes,
                    std::vector<std::string>* replies);

  // Returns only when no call is left open on the server's side.
  void ExpectAllCallsEnd() { server_->Shutdown(absl::InfiniteDuration()); }

  bool Lives();

  const std::unique_ptr<const FeatureDb> features_ =
      MakeDb({{10, 20, "A"}, {30, 40, "B"}, {30, 41, ""}, {-50, 60, "C"}});
  std::unique_ptr<RunningServer> server_;
  std::unique_ptr<routeguide::RouteGuide::Stub> stub_;
};

#endif  // TESTS_ROUTE_GUIDE_SERVER_CONTRACT_H_
