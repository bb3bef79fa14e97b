// SPDX-License-Identifier: Apache-2.0
//
// Server streaming: the command line of list_features.cc.

#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "feature_db.h"
#include "grpcpp/grpcpp.h"
#include "list_features.h"
#include "place.h"
#include "support/command_line.h"
#include "support/exit_status.h"

ABSL_FLAG(std::string, target, "localhost:50051", "the server to call");
ABSL_FLAG(std::string, db_path, ROUTE_GUIDE_DB,
          "the features that --from and --to may name, a file in JSON");
ABSL_FLAG(support::Text, from, {"Paris, France"},
          "a corner: LATITUDE,LONGITUDE in E7 degrees, or a feature's name");
ABSL_FLAG(support::Text, to, {"Berlin, Germany"},
          "the opposite corner, likewise");
ABSL_FLAG(support::Timeout, timeout, {absl::Seconds(30)},
          "how long the call may take");

int main(int argc, char** argv) {
  if (const auto status = support::ParseCommandLine(
          argc, argv,
          "asks for the features in a rectangle and prints each.")) {
    return *status;
  }

  const auto features = FeatureDb::Load(absl::GetFlag(FLAGS_db_path));
  if (!features.ok()) return support::ExitStatus(features.status());
  const auto from = ReadPlace(absl::GetFlag(FLAGS_from).value, **features);
  if (!from.ok()) return support::ExitStatus(from.status());
  const auto to = ReadPlace(absl::GetFlag(FLAGS_to).value, **features);
  if (!to.ok()) return support::ExitStatus(to.status());
  routeguide::Rectangle rectangle;
  *rectangle.mutable_lo() = *from;
  *rectangle.mutable_hi() = *to;

  routeguide::RouteGuide::Stub stub(grpc::CreateChannel(
      absl::GetFlag(FLAGS_target), grpc::InsecureChannelCredentials()));
  return support::ExitStatus(ListFeatures(
      stub, rectangle, absl::GetFlag(FLAGS_timeout).value, std::cout));
}
