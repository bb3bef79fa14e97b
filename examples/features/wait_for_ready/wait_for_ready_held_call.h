// SPDX-License-Identifier: Apache-2.0
//
// A call that has begun, and is not over before it is cancelled.

#ifndef EXAMPLES_FEATURES_WAIT_FOR_READY_WAIT_FOR_READY_HELD_CALL_H_
#define EXAMPLES_FEATURES_WAIT_FOR_READY_WAIT_FOR_READY_HELD_CALL_H_

#include "grpcpp/grpcpp.h"
#include "support/call_limit.h"
#include "support/journal.h"

// gRPC calls the On... methods; none of them blocks.
class WaitForReadyHeldCall final : public grpc::ServerUnaryReactor {
 public:
  // What has given `slot`, and the journal, must outlive the call. Deletes
  // itself when the call is done: create it with new.
  WaitForReadyHeldCall(support::CallLimit::Slot slot,
                       support::Journal& journal);

  // A call costs memory for as long as its client likes.
  static constexpr int kMostOpenCalls = 256;

  // The client has cancelled or is gone, its deadline has passed, or the server
  // shuts down.
  void OnCancel() override;
  void OnDone() override { delete this; }

 private:
  ~WaitForReadyHeldCall() override = default;

  support::CallLimit::Slot slot_;
  support::Journal& journal_;
};

#endif  // EXAMPLES_FEATURES_WAIT_FOR_READY_WAIT_FOR_READY_HELD_CALL_H_
