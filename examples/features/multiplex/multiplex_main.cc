// SPDX-License-Identifier: Apache-2.0
//
// Many calls at once, of two services, on one connection.
//
//   build/release/bin/multiplex

#include "multiplex.h"
#include "multiplex_server.h"
#include "support/feature.h"

int main(int argc, char** argv) {
  return support::RunFeature<MultiplexServer>(
      argc, argv, "shows how many calls share one connection.", TellMultiplex);
}
