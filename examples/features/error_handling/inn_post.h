// SPDX-License-Identifier: Apache-2.0
//
// A call that is open until the client has had enough.

#ifndef EXAMPLES_FEATURES_ERROR_HANDLING_INN_POST_H_
#define EXAMPLES_FEATURES_ERROR_HANDLING_INN_POST_H_

#include <atomic>

#include "grpcpp/grpcpp.h"
#include "hello.pb.h"
#include "support/call_limit.h"

// Waits for a guest's letters. There is never one, so the call ends only by the
// client or its deadline. gRPC calls the On... methods; none of them blocks.
//
// Two things happen in any order: the one message is written, and the call is
// cancelled. Finish follows the second of them.
class InnPost final : public grpc::ServerWriteReactor<hello::HelloReply> {
 public:
  // What has given `slot` must outlive the reactor, which deletes itself when
  // the call is done: create it with new.
  explicit InnPost(support::CallLimit::Slot slot);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override { delete this; }

 private:
  ~InnPost() override = default;

  void OneIsDone();

  support::CallLimit::Slot slot_;
  std::atomic<int> to_come_ = 2;
  hello::HelloReply reply_;  // gRPC reads it until OnWriteDone.
};

#endif  // EXAMPLES_FEATURES_ERROR_HANDLING_INN_POST_H_
