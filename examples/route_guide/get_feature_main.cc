// SPDX-License-Identifier: Apache-2.0
//
// Unary: the command line of get_feature.cc.

#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "feature_db.h"
#include "get_feature.h"
#include "grpcpp/grpcpp.h"
#include "place.h"
#include "support/command_line.h"
#include "support/exit_status.h"

ABSL_FLAG(std::string, target, "localhost:50051", "the server to call");
ABSL_FLAG(std::string, db_path, ROUTE_GUIDE_DB,
          "the features that --at may name, a file in JSON");
ABSL_FLAG(support::Text, at, {"Paris, France"},
          "the place: LATITUDE,LONGITUDE in E7 degrees, or a feature's name");
ABSL_FLAG(support::Timeout, timeout, {absl::Seconds(5)},
          "how long the call may take");

int main(int argc, char** argv) {
  if (const auto status = support::ParseCommandLine(
          argc, argv, "asks for the feature at a place and prints it.")) {
    return *status;
  }

  const auto features = FeatureDb::Load(absl::GetFlag(FLAGS_db_path));
  if (!features.ok()) return support::ExitStatus(features.status());
  const auto point = ReadPlace(absl::GetFlag(FLAGS_at).value, **features);
  if (!point.ok()) return support::ExitStatus(point.status());

  routeguide::RouteGuide::Stub stub(grpc::CreateChannel(
      absl::GetFlag(FLAGS_target), grpc::InsecureChannelCredentials()));
  return support::ExitStatus(
      GetFeature(stub, *point, absl::GetFlag(FLAGS_timeout).value, std::cout));
}
