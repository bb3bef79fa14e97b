// SPDX-License-Identifier: Apache-2.0
//
// The quick start's server, with coroutines.
//
//   build/release/bin/greeter_coroutine_server

#include <iostream>

#include "absl/flags/flag.h"
#include "greeter_coroutine_server.h"
#include "support/command_line.h"
#include "support/exit_status.h"
#include "support/termination.h"

ABSL_FLAG(support::HostPort, listen, {"localhost:50051"},
          "HOST:PORT to listen on; port 0 picks a free one");

int main(int argc, char** argv) {
  if (const auto status = support::ParseCommandLine(
          argc, argv, "greets whoever calls, with coroutines.")) {
    return *status;
  }
  support::Termination termination;  // Before the server starts its threads.

  const auto server =
      GreeterCoroutineServer::Start(absl::GetFlag(FLAGS_listen).value);
  if (!server.ok()) return support::ExitStatus(server.status());
  std::cout << "Server started, listening on " << (*server)->address()
            << std::endl;

  termination.Wait();
  (*server)->Shutdown(absl::Seconds(5));
  return support::ExitStatus(absl::OkStatus());
}
