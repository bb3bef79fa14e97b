// SPDX-License-Identifier: Apache-2.0
//
// A server with all four kinds of RPC. It prints what it is asked.
//
//   build/release/bin/hello_server

#include <iostream>

#include "absl/flags/flag.h"
#include "hello_server.h"
#include "support/command_line.h"
#include "support/exit_status.h"
#include "support/termination.h"

ABSL_FLAG(support::HostPort, listen, {"localhost:3001"},
          "HOST:PORT to listen on; port 0 picks a free one");
ABSL_FLAG(support::Timeout, interval, {absl::Seconds(2)},
          "how long parrotHello waits between two replies");

int main(int argc, char** argv) {
  if (const auto status = support::ParseCommandLine(
          argc, argv, "says hello in all four kinds of RPC.")) {
    return *status;
  }
  support::Termination termination;  // Before the server starts its threads.

  auto server =
      HelloServer::Start({.listen = absl::GetFlag(FLAGS_listen).value,
                          .interval = absl::GetFlag(FLAGS_interval).value});
  if (!server.ok()) return support::ExitStatus(server.status());
  std::cout << "Server started, listening on " << (*server)->address()
            << std::endl;

  termination.Wait();
  (*server)->Shutdown(absl::Seconds(5));
  server->reset();  // Prints what is left, before we ask whether all went out.
  return support::ExitStatus(absl::OkStatus());
}
