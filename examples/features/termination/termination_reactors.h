// SPDX-License-Identifier: Apache-2.0
//
// One call of each kind, whose server makes up its own mind of when it ends.
//
// gRPC calls the On... methods; none of them blocks. OnDone comes when all is
// over, and writes to the journal how the server sees the call. Each reactor
// deletes itself then: create it with new. `context` and `reply` are gRPC's,
// and are there until OnDone; the limit and the journal must outlive the
// reactor. If the limit has no slot left, the call is refused with
// RESOURCE_EXHAUSTED. (One that answers at once waits for nothing, and takes
// none.)

#ifndef EXAMPLES_FEATURES_TERMINATION_TERMINATION_REACTORS_H_
#define EXAMPLES_FEATURES_TERMINATION_TERMINATION_REACTORS_H_

#include "grpcpp/grpcpp.h"
#include "hello.pb.h"
#include "support/call_limit.h"
#include "support/journal.h"

// Unary: has an answer, and succeeds with it when nobody waits any more.
class TerminationUnary final : public grpc::ServerUnaryReactor {
 public:
  TerminationUnary(const grpc::CallbackServerContext& context,
                   hello::HelloReply& reply, support::CallLimit& limit,
                   support::Journal& journal);

  void OnCancel() override;
  void OnDone() override;

 private:
  ~TerminationUnary() override = default;

  support::CallLimit::Slot slot_;
  const grpc::CallbackServerContext& context_;
  hello::HelloReply& reply_;
  grpc::StatusCode code_ = grpc::StatusCode::OK;
  support::Journal& journal_;
};

// Server streaming: says hello, once, and succeeds.
class TerminationWriter final
    : public grpc::ServerWriteReactor<hello::HelloReply> {
 public:
  TerminationWriter(const grpc::CallbackServerContext& context,
                    support::Journal& journal);

  void OnDone() override;

 private:
  ~TerminationWriter() override = default;

  const grpc::CallbackServerContext& context_;
  hello::HelloReply reply_;  // gRPC reads it until OnDone.
  support::Journal& journal_;
};

// Client streaming: two greetings are enough, and one from nobody is too many.
class TerminationReader final
    : public grpc::ServerReadReactor<hello::HelloRequest> {
 public:
  TerminationReader(const grpc::CallbackServerContext& context,
                    hello::DelayedReply& reply, support::CallLimit& limit,
                    support::Journal& journal);

  static constexpr int kEnough = 2;

  void OnReadDone(bool ok) override;
  void OnDone() override;

 private:
  ~TerminationReader() override = default;

  void End(const grpc::Status& status);

  support::CallLimit::Slot slot_;
  const grpc::CallbackServerContext& context_;
  hello::HelloRequest request_;
  int greetings_ = 0;
  hello::DelayedReply& reply_;
  grpc::StatusCode code_ = grpc::StatusCode::OK;
  support::Journal& journal_;
};

// Bidirectional streaming: answers the first greeting, and succeeds.
class TerminationChat final
    : public grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply> {
 public:
  TerminationChat(const grpc::CallbackServerContext& context,
                  support::CallLimit& limit, support::Journal& journal);

  void OnReadDone(bool ok) override;
  void OnDone() override;

 private:
  ~TerminationChat() override = default;

  void End(const grpc::Status& status);

  support::CallLimit::Slot slot_;
  const grpc::CallbackServerContext& context_;
  hello::HelloRequest request_;
  hello::HelloReply reply_;  // gRPC reads it until OnDone.
  grpc::StatusCode code_ = grpc::StatusCode::OK;
  support::Journal& journal_;
};

#endif  // EXAMPLES_FEATURES_TERMINATION_TERMINATION_REACTORS_H_
