// SPDX-License-Identifier: Apache-2.0
//
// What a server learns of a client that wants no more, and how.
//
//   build/release/bin/cancellation

#include "cancellation.h"
#include "cancellation_server.h"
#include "support/feature.h"

int main(int argc, char** argv) {
  return support::RunFeature<CancellationServer>(
      argc, argv, "shows how a server learns that its client has cancelled.",
      TellCancellation);
}
