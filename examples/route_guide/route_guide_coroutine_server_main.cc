// SPDX-License-Identifier: Apache-2.0
//
// The basics tutorial's server, with coroutines.
//
//   build/release/bin/route_guide_coroutine_server

#include <cstdint>
#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "feature_db.h"
#include "route_guide_coroutine_server.h"
#include "support/command_line.h"
#include "support/exit_status.h"
#include "support/termination.h"

ABSL_FLAG(support::HostPort, listen, {"localhost:50051"},
          "HOST:PORT to listen on; port 0 picks a free one");
ABSL_FLAG(std::string, db_path, ROUTE_GUIDE_DB, "the features, a file in JSON");
ABSL_FLAG(uint32_t, max_notes, 100'000,
          "how many of RouteChat's notes to keep; the oldest go first");

int main(int argc, char** argv) {
  if (const auto status = support::ParseCommandLine(
          argc, argv, "tells what is where, with coroutines.")) {
    return *status;
  }
  support::Termination termination;  // Before the server starts its threads.

  const auto features = FeatureDb::Load(absl::GetFlag(FLAGS_db_path));
  if (!features.ok()) return support::ExitStatus(features.status());
  const auto server = RouteGuideCoroutineServer::Start(
      {.listen = absl::GetFlag(FLAGS_listen).value,
       .features = features->get(),
       .max_notes = absl::GetFlag(FLAGS_max_notes)});
  if (!server.ok()) return support::ExitStatus(server.status());
  std::cout << "Server started, listening on " << (*server)->address()
            << std::endl;

  termination.Wait();
  (*server)->Shutdown(absl::Seconds(1));
  return support::ExitStatus(absl::OkStatus());
}
