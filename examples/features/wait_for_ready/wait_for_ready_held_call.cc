// SPDX-License-Identifier: Apache-2.0

#include "wait_for_ready_held_call.h"

#include <atomic>

WaitForReadyHeldCall::WaitForReadyHeldCall(std::atomic<int>& open_calls,
                                           support::Journal& journal)
    : open_calls_(open_calls), journal_(journal) {
  journal_.Write("SayHelloAgain: begins");
}

void WaitForReadyHeldCall::OnCancel() {
  --open_calls_;  // Before Finish: OnDone may come much later.
  journal_.Write("SayHelloAgain: cancelled");
  // The call is over for the client, which will not see this status.
  Finish(grpc::Status::CANCELLED);
}
