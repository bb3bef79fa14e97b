// SPDX-License-Identifier: Apache-2.0

#include "support/feature.h"

#include <functional>
#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "support/command_line.h"
#include "support/exit_status.h"
#include "support/termination.h"

ABSL_FLAG(bool, serve, false,
          "only start the server, for a --call in another terminal");
ABSL_FLAG(bool, call, false, "only make the calls, to a server that --serve");

namespace support {
namespace {

absl::Status RunServer(const Serve& serve, const std::string& listen,
                       Termination& termination) {
  Journal journal(std::cout);
  const auto server = serve(listen, journal);
  if (!server.ok()) return server.status();
  journal.Write("Server started, listening on " + server->address);
  termination.Wait();
  server->shutdown(absl::Seconds(1));
  return absl::OkStatus();
}

absl::Status RunCalls(const Call& call, const std::string& target) {
  std::cout << "What the server sees is in its own terminal." << std::endl;
  Story story(std::cout, /*journal=*/nullptr);
  call(target, story);
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

int RunFeatureAt(int argc, char** argv, const Feature& feature,
                 const std::function<Addresses()>& addresses) {
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
    return ExitStatus(
        RunServer(feature.serve, addresses().listen, termination));
  }
  if (calls) return ExitStatus(RunCalls(feature.call, addresses().target));
  return ExitStatus(TellStory(std::cout, feature.tell));
}

}  // namespace support
