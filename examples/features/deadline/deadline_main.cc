// SPDX-License-Identifier: Apache-2.0
//
// How long a call may take, seen from all sides.
//
//   build/release/bin/deadline

#include "deadline.h"
#include "deadline_server.h"
#include "support/feature.h"

int main(int argc, char** argv) {
  return support::RunFeature<DeadlineServer>(
      argc, argv, "shows what a deadline does on both sides of a call.",
      TellDeadline);
}
