// SPDX-License-Identifier: Apache-2.0
//
// A client that is started before its server.
//
//   build/release/bin/wait_for_ready

#include <string>

#include "absl/time/time.h"
#include "support/feature.h"
#include "wait_for_ready.h"
#include "wait_for_ready_server.h"

int main(int argc, char** argv) {
  return support::RunFeature(
      argc, argv,
      {.summary = "shows calls that wait for their server, and calls that do "
                  "not.",
       .tell = TellWaitForReady,
       .serve = support::ServeWith<WaitForReadyServer>(),
       .call = [](const std::string& target, support::Story& story) {
         CallWaitForReady(target, absl::Minutes(1), story);
       }});
}
