// SPDX-License-Identifier: Apache-2.0
//
// A call that fails is made again, by gRPC itself.
//
//   build/release/bin/retry

#include "retry.h"
#include "retry_server.h"
#include "support/feature.h"

int main(int argc, char** argv) {
  return support::RunFeature<RetryServer>(
      argc, argv, "shows when gRPC makes a failed call again, and when not.",
      TellRetry);
}
