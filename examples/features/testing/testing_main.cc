// SPDX-License-Identifier: Apache-2.0
//
// Three ways to test without a network.
//
//   build/release/bin/testing

#include "support/feature.h"
#include "testing.h"
#include "testing_server.h"

int main(int argc, char** argv) {
  return support::RunFeature(
      argc, argv,
      {.summary = "tests a service and a client without a network.",
       .tell = TellTesting,
       .serve = support::ServeWith<TestingServer>(),
       .call = CallTesting});
}
