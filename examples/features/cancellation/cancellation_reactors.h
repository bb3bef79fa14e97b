// SPDX-License-Identifier: Apache-2.0
//
// One call of each kind that ends only when the client wants it to: how it
// learns that it was cancelled, and what it does then.
//
// gRPC calls the On... methods; none of them blocks. Cancelled or not, a call
// ends with Finish. OnDone comes when all is over. Each reactor deletes itself
// then: create it with new. The limit and the journal must outlive it. If the
// limit has no slot left, the call is refused with RESOURCE_EXHAUSTED.

#ifndef EXAMPLES_FEATURES_CANCELLATION_CANCELLATION_REACTORS_H_
#define EXAMPLES_FEATURES_CANCELLATION_CANCELLATION_REACTORS_H_

#include "grpcpp/grpcpp.h"
#include "hello.pb.h"
#include "support/call_limit.h"
#include "support/journal.h"

// Unary: works at an answer that is never ready. Nothing is read or written
// meanwhile that could fail, so only OnCancel can tell.
class CancellationUnary final : public grpc::ServerUnaryReactor {
 public:
  CancellationUnary(support::CallLimit& limit, support::Journal& journal);

  void OnCancel() override;
  void OnDone() override { delete this; }

 private:
  ~CancellationUnary() override = default;

  support::CallLimit::Slot slot_;
  support::Journal& journal_;
};

// Server streaming: says the same thing as often as the client will read it. A
// write is always under way, and fails when the client has gone.
class CancellationWriter final
    : public grpc::ServerWriteReactor<hello::HelloReply> {
 public:
  CancellationWriter(const hello::HelloRequest& request,
                     support::CallLimit& limit, support::Journal& journal);

  void OnWriteDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  ~CancellationWriter() override = default;

  support::CallLimit::Slot slot_;
  hello::HelloReply reply_;  // gRPC reads it until OnWriteDone.
  support::Journal& journal_;
};

// Client streaming: counts requests until the client sends no more, and
// answers. A read is always under way.
class CancellationReader final
    : public grpc::ServerReadReactor<hello::HelloRequest> {
 public:
  // `context` and `reply` are gRPC's, and are there until OnDone.
  CancellationReader(const grpc::CallbackServerContext& context,
                     hello::DelayedReply& reply, support::CallLimit& limit,
                     support::Journal& journal);

  void OnReadDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  ~CancellationReader() override = default;

  support::CallLimit::Slot slot_;
  const grpc::CallbackServerContext& context_;
  hello::HelloRequest request_;
  int requests_ = 0;
  hello::DelayedReply& reply_;
  support::Journal& journal_;
};

// Bidirectional streaming: answers each request. A read or a write is always
// under way, one after the other. Only OnCancel comes in between, on another
// thread.
class CancellationChat final
    : public grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply> {
 public:
  // `context` is gRPC's, and is there until OnDone.
  CancellationChat(const grpc::CallbackServerContext& context,
                   support::CallLimit& limit, support::Journal& journal);

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override { delete this; }

 private:
  ~CancellationChat() override = default;

  support::CallLimit::Slot slot_;
  const grpc::CallbackServerContext& context_;
  hello::HelloRequest request_;
  hello::HelloReply reply_;  // gRPC reads it until OnWriteDone.
  support::Journal& journal_;
};

#endif  // EXAMPLES_FEATURES_CANCELLATION_CANCELLATION_REACTORS_H_
