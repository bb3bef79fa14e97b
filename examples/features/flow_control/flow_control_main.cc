// SPDX-License-Identifier: Apache-2.0
//
// Who waits when one side is fast and the other one is not.
//
//   build/release/bin/flow_control

#include "flow_control.h"
#include "flow_control_server.h"
#include "support/feature.h"

int main(int argc, char** argv) {
  return support::RunFeature<FlowControlServer>(
      argc, argv, "shows that a writer waits for a slow reader.",
      TellFlowControl);
}
