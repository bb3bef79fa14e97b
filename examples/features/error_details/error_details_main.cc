// SPDX-License-Identifier: Apache-2.0
//
// Errors that say more than a code and a message.
//
//   build/release/bin/error_details

#include "error_details.h"
#include "error_details_server.h"
#include "support/feature.h"

int main(int argc, char** argv) {
  return support::RunFeature<ErrorDetailsServer>(
      argc, argv, "makes calls that fail, and shows what is known of why.",
      TellErrorDetails);
}
