// SPDX-License-Identifier: Apache-2.0
//
// What a server can do, asked of the server itself.
//
//   build/release/bin/reflection

#include "reflection.h"
#include "reflection_server.h"
#include "support/feature.h"

int main(int argc, char** argv) {
  return support::RunFeature<ReflectionServer>(
      argc, argv, "asks a server what it can do, and calls its methods.",
      TellReflection);
}
