// SPDX-License-Identifier: Apache-2.0
//
// What travels beside the messages, in both directions.
//
//   build/release/bin/metadata

#include "metadata.h"
#include "metadata_server.h"
#include "support/feature.h"

int main(int argc, char** argv) {
  return support::RunFeature<MetadataServer>(
      argc, argv,
      "sends a token and other metadata, and shows what comes back.",
      TellMetadata);
}
