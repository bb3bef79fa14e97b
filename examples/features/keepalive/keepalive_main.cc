// SPDX-License-Identifier: Apache-2.0
//
// How each side finds out that the other is no more there.
//
//   build/release/bin/keepalive

#include "keepalive.h"
#include "keepalive_server.h"
#include "support/feature.h"

int main(int argc, char** argv) {
  return support::RunFeature<KeepaliveServer>(
      argc, argv,
      "shows how a peer that says nothing any more is noticed on both sides.",
      TellKeepalive);
}
