// SPDX-License-Identifier: Apache-2.0
//
// When a channel connects, and how a client can know.
//
//   build/release/bin/channel

#include "channel.h"
#include "channel_server.h"
#include "support/feature.h"

int main(int argc, char** argv) {
  return support::RunFeature(
      argc, argv,
      {.summary = "shows when a channel connects, and what shares it.",
       .tell = TellChannel,
       .serve = support::ServeWith<ChannelServer>(),
       .call = CallChannel});
}
