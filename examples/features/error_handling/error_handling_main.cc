// SPDX-License-Identifier: Apache-2.0
//
// All seventeen status codes, each made to happen.
//
//   build/release/bin/error_handling

#include "error_handling.h"
#include "error_handling_server.h"
#include "support/feature.h"

int main(int argc, char** argv) {
  return support::RunFeature<ErrorHandlingServer>(
      argc, argv,
      "makes all seventeen status codes happen, and says what to do with each.",
      TellErrorHandling);
}
