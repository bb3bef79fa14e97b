// SPDX-License-Identifier: Apache-2.0
//
// Bidirectional streaming: the command line of route_chat.cc.

#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "feature_db.h"
#include "grpcpp/grpcpp.h"
#include "place.h"
#include "route_chat.h"
#include "support/command_line.h"
#include "support/exit_status.h"
#include "support/line_reader.h"

ABSL_FLAG(std::string, target, "localhost:50051", "the server to call");
ABSL_FLAG(std::string, db_path, ROUTE_GUIDE_DB,
          "the features that --at may name, a file in JSON");
ABSL_FLAG(support::Text, at, {"Paris, France"},
          "the place: LATITUDE,LONGITUDE in E7 degrees, or a feature's name");
// The notes may come from a person, who takes as long as it takes: no deadline.
ABSL_FLAG(support::Timeout, timeout, {absl::InfiniteDuration()},
          "how long the call may take, with the wait for notes");

int main(int argc, char** argv) {
  if (const auto status = support::ParseCommandLine(
          argc, argv,
          "leaves each line as a note at a place and prints all earlier ones "
          "there.")) {
    return *status;
  }

  const auto features = FeatureDb::Load(absl::GetFlag(FLAGS_db_path));
  if (!features.ok()) return support::ExitStatus(features.status());
  const auto place = ReadPlace(absl::GetFlag(FLAGS_at).value, **features);
  if (!place.ok()) return support::ExitStatus(place.status());

  routeguide::RouteGuide::Stub stub(grpc::CreateChannel(
      absl::GetFlag(FLAGS_target), grpc::InsecureChannelCredentials()));
  support::LineReader messages = support::StandardInput();
  return support::ExitStatus(RouteChat(
      stub, *place, messages, absl::GetFlag(FLAGS_timeout).value, std::cout));
}
