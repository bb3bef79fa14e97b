// SPDX-License-Identifier: Apache-2.0
//
// What the main of each folder in features/ does: the whole story in one
// process or, with --serve and --call, in two terminals.

#ifndef EXAMPLES_SUPPORT_FEATURE_H_
#define EXAMPLES_SUPPORT_FEATURE_H_

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "support/journal.h"
#include "support/story.h"

namespace support {

// Makes the calls to the server at `target`, and tells what came of them.
using Call = std::function<void(const std::string& target, Story& story)>;

// Starts the servers that the story needs, which write to `journal`, makes the
// calls, and tells what came of them.
using Tell = std::function<void(Journal& journal, Story& story)>;

// The Tell of most features: one server, there from the first call to the last.
//
// The Server here and below is a class with
//   static absl::StatusOr<std::unique_ptr<Server>> Start(
//       const std::string& listen, support::Journal& journal);
//   const std::string& address() const;
//   void Shutdown(absl::Duration grace);
template <typename Server>
Tell WithServer(Call call) {
  return [call = std::move(call)](Journal& journal, Story& story) {
    // localhost is two addresses: of a port that is free on one of them,
    // somebody else may have the other, and get the calls.
    const auto server = Server::Start("127.0.0.1:0", journal);
    if (!server.ok()) {
      story.Step("The server starts.");
      story.ExpectStatus("server", "OK", server.status());
      return;
    }
    call((*server)->address(), story);
  };
}

// Tells the whole story to `out`. Returns the story's Outcome.
absl::Status TellStory(std::ostream& out, const Tell& tell);

// A server of any class that runs.
struct Running {
  std::string address;
  std::function<void(absl::Duration grace)> shutdown;
};
using Serve = std::function<absl::StatusOr<Running>(const std::string& listen,
                                                    Journal& journal)>;

template <typename Server>
Serve ServeWith() {
  return [](const std::string& listen,
            Journal& journal) -> absl::StatusOr<Running> {
    auto server = Server::Start(listen, journal);
    if (!server.ok()) return server.status();
    const std::shared_ptr<Server> shared = *std::move(server);
    return Running{.address = shared->address(),
                   .shutdown = [shared](absl::Duration grace) {
                     shared->Shutdown(grace);
                   }};
  };
}

// What RunFeature does without and with its flags.
struct Feature {
  absl::string_view summary;  // For --help: goes on after the program's name.
  Tell tell;
  Serve serve;  // --serve
  Call call;    // --call
};

// The whole of a feature's main: parses the command line and returns the exit
// status.
int RunFeature(int argc, char** argv, const Feature& feature);

// The same for a program with flags of its own in place of --listen and
// --target. `addresses` is called once they have their values.
struct Addresses {
  std::string listen;
  std::string target;
};
int RunFeatureAt(int argc, char** argv, const Feature& feature,
                 const std::function<Addresses()>& addresses);

// The same for most features.
template <typename Server>
int RunFeature(int argc, char** argv, absl::string_view summary,
               const Call& call) {
  return RunFeature(argc, argv,
                    {.summary = summary,
                     .tell = WithServer<Server>(call),
                     .serve = ServeWith<Server>(),
                     .call = call});
}

}  // namespace support

#endif  // EXAMPLES_SUPPORT_FEATURE_H_
