// SPDX-License-Identifier: Apache-2.0
//
// How a call ends for its client, and how for its server.
//
//   build/release/bin/termination

#include "support/feature.h"
#include "termination.h"
#include "termination_server.h"

int main(int argc, char** argv) {
  return support::RunFeature<TerminationServer>(
      argc, argv, "shows calls that end in one way here, and another there.",
      TellTermination);
}
