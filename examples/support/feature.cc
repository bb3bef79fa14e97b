// SPDX-License-Identifier: Apache-2.0

#include "support/feature.h"

#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "support/command_line.h"
#include "support/exit_status.h"
#include "support/termination.h"

ABSL_FLAG(bool, serve, false,
          "only start the server, for a --call in another terminal");
ABSL_FLAG(bool, call, false, "only make the calls, to a server that --serve");
ABSL_FLAG(support::HostPort, listen, {"localhost:50051"},
          "with --serve, HOST:PORT to listen on; port 0 picks a free one");
ABSL_FLAG(std::string, target, "localhost:50051",
          "with --call, the server to call");

namespace support {
namespace {

absl::Status RunServer(const Serve& serve, Termination& termination) {
  Journal journal(std::cout);
  const auto server = serve(absl::GetFlag(FLAGS_listen).value, journal);
  if (!server.ok()) return server.status();
  journal.Write("Server started, listening on " + server->address);
  termination.Wait();
  server->shutdown(absl::Seconds(1));
  return absl::OkStatus();
}

absl::Status RunCalls(const Call& call) {
  std::cout << "What the server sees is in its own terminal." << std::endl;
  Story story(std::cout, /*journal=*/nullptr);
  call(absl::GetFlag(FLAGS_target), story);
  return story.Outcome();
}

}  // namespace

absl::Status TellStory(std::ostream& out, const Tell& tell) {
  Journal journal;
  Story story(out, &journal);
  tell(journal, story);
  story.ExpectServerSaidAll();
  return story.Outcome();
}

int RunFeature(int argc, char** argv, const Feature& feature) {
  if (const auto status = ParseCommandLine(argc, argv, feature.summary)) {
    return *status;
  }
  const bool serves = absl::GetFlag(FLAGS_serve);
  const bool calls = absl::GetFlag(FLAGS_call);
  if (serves && calls) {
    return ExitStatus(absl::InvalidArgumentError(
        "flags --serve and --call: wanted one of them, or neither for the "
        "whole story"));
  }
  if (serves) {
    Termination termination;  // Before the server starts its threads.
    return ExitStatus(RunServer(feature.serve, termination));
  }
  if (calls) return ExitStatus(RunCalls(feature.call));
  return ExitStatus(TellStory(std::cout, feature.tell));
}

}  // namespace support
