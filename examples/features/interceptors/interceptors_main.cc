// SPDX-License-Identifier: Apache-2.0
//
// What interceptors see and do on both sides of a call.
//
//   build/release/bin/interceptors

#include "interceptors.h"
#include "interceptors_server.h"
#include "support/feature.h"

int main(int argc, char** argv) {
  return support::RunFeature<InterceptorsServer>(
      argc, argv, "shows what interceptors do on both sides of a call.",
      TellInterceptors);
}
