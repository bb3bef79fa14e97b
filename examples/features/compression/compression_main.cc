// SPDX-License-Identifier: Apache-2.0
//
// What compression saves on the way, and what it costs.
//
//   build/release/bin/compression

#include "compression.h"
#include "compression_server.h"
#include "support/feature.h"

int main(int argc, char** argv) {
  return support::RunFeature<CompressionServer>(
      argc, argv, "shows what compression saves, and what it costs.",
      TellCompression);
}
