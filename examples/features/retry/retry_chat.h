// SPDX-License-Identifier: Apache-2.0
//
// One attempt at biHello: each request is answered by a greeting, until one is
// answered by failing.

#ifndef EXAMPLES_FEATURES_RETRY_RETRY_CHAT_H_
#define EXAMPLES_FEATURES_RETRY_RETRY_CHAT_H_

#include "grpcpp/grpcpp.h"
#include "hello.pb.h"
#include "retry_attempt.h"
#include "support/call_limit.h"
#include "support/journal.h"

// gRPC calls the On... methods; none of them blocks. One thing is under way at
// any time, a read or a write:
//
//   OnReadDone -> OnWriteDone -> OnReadDone -> ... -> Finish
//
// When the client has cancelled, that one thing fails.
class RetryChat final
    : public grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply> {
 public:
  // `context` is gRPC's, the others must outlive the object. If `limit` has no
  // slot left, the call is refused with RESOURCE_EXHAUSTED. Deletes itself when
  // the call is done: create it with new.
  RetryChat(grpc::CallbackServerContext& context, support::CallLimit& limit,
            support::Journal& journal);

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  ~RetryChat() override = default;

  void End(const grpc::Status& status);

  support::CallLimit::Slot slot_;
  RetryAttempt attempt_;
  int requests_ = 0;
  hello::HelloRequest request_;  // gRPC writes it until OnReadDone,
  hello::HelloReply reply_;      // and reads this one until OnWriteDone.
};

#endif  // EXAMPLES_FEATURES_RETRY_RETRY_CHAT_H_
