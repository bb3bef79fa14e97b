// SPDX-License-Identifier: Apache-2.0
//
// The basics tutorial's client, with coroutines.
//
//   build/release/bin/route_guide_coroutine_client

#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "feature_db.h"
#include "route_guide_coroutine_client.h"
#include "support/command_line.h"
#include "support/exit_status.h"
#include "tour.h"

ABSL_FLAG(std::string, target, "localhost:50051", "the server to call");
ABSL_FLAG(std::string, db_path, ROUTE_GUIDE_DB,
          "the features to ask for, a file in JSON");
ABSL_FLAG(support::Timeout, timeout, {absl::Seconds(5)},
          "how long each call may take");

int main(int argc, char** argv) {
  if (const auto status = support::ParseCommandLine(
          argc, argv, "makes a call of each kind, with coroutines.")) {
    return *status;
  }

  const auto features = FeatureDb::Load(absl::GetFlag(FLAGS_db_path));
  if (!features.ok()) return support::ExitStatus(features.status());
  RouteGuideCoroutineClient client(
      grpc::CreateChannel(absl::GetFlag(FLAGS_target),
                          grpc::InsecureChannelCredentials()),
      absl::GetFlag(FLAGS_timeout).value);
  return support::ExitStatus(Tour(client, **features, std::cout));
}
