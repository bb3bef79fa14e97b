// SPDX-License-Identifier: Apache-2.0

#include "wait_for_ready_held_call.h"

#include <utility>

WaitForReadyHeldCall::WaitForReadyHeldCall(support::CallLimit::Slot slot,
                                           support::Journal& journal)
    : slot_(std::move(slot)), journal_(journal) {
  journal_.Write("SayHelloAgain: begins");
}

void WaitForReadyHeldCall::OnCancel() {
  slot_.GiveBack();  // Before Finish: OnDone may come much later.
  journal_.Write("SayHelloAgain: cancelled");
  // The call is over for the client, which will not see this status.
  Finish(grpc::Status::CANCELLED);
}
