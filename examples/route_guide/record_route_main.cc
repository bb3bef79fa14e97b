// SPDX-License-Identifier: Apache-2.0
//
// Client streaming: the command line of record_route.cc.

#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "feature_db.h"
#include "grpcpp/grpcpp.h"
#include "record_route.h"
#include "support/command_line.h"
#include "support/exit_status.h"
#include "support/line_reader.h"

ABSL_FLAG(std::string, target, "localhost:50051", "the server to call");
ABSL_FLAG(std::string, db_path, ROUTE_GUIDE_DB,
          "the features that a line may name, a file in JSON");
// The places may come from a traveller, who takes as long as it takes: no
// deadline.
ABSL_FLAG(support::Timeout, timeout, {absl::InfiniteDuration()},
          "how long the call may take, with the wait for places");

int main(int argc, char** argv) {
  if (const auto status = support::ParseCommandLine(
          argc, argv, "sends a point for each place and prints the summary.")) {
    return *status;
  }

  const auto features = FeatureDb::Load(absl::GetFlag(FLAGS_db_path));
  if (!features.ok()) return support::ExitStatus(features.status());

  routeguide::RouteGuide::Stub stub(grpc::CreateChannel(
      absl::GetFlag(FLAGS_target), grpc::InsecureChannelCredentials()));
  support::LineReader places = support::StandardInput();
  return support::ExitStatus(RecordRoute(
      stub, places, **features, absl::GetFlag(FLAGS_timeout).value, std::cout));
}
