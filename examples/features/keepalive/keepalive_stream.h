// SPDX-License-Identifier: Apache-2.0
//
// One call of parrotHello: a greeting, and then nothing for as long as the
// client listens.

#ifndef EXAMPLES_FEATURES_KEEPALIVE_KEEPALIVE_STREAM_H_
#define EXAMPLES_FEATURES_KEEPALIVE_KEEPALIVE_STREAM_H_

#include <atomic>
#include <string>

#include "grpcpp/grpcpp.h"
#include "hello.pb.h"
#include "support/call_limit.h"
#include "support/journal.h"

// gRPC calls the On... methods; none of them blocks. The stream has no end of
// its own: it is over when gRPC says that nobody listens any more.
class KeepaliveStream final
    : public grpc::ServerWriteReactor<hello::HelloReply> {
 public:
  // Greets `name`. What has given `slot`, and the journal, must outlive the
  // object. Deletes itself when the call is done: create it with new.
  KeepaliveStream(const std::string& name, support::CallLimit::Slot slot,
                  support::Journal& journal);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override { delete this; }

 private:
  ~KeepaliveStream() override = default;

  void FinishAfterTheOther();

  const std::string name_;
  support::CallLimit::Slot slot_;
  support::Journal& journal_;
  hello::HelloReply reply_;  // gRPC reads it until OnWriteDone.
  // OnWriteDone and OnCancel, each of which comes once, and in any order.
  std::atomic<int> awaited_ = 2;
};

#endif  // EXAMPLES_FEATURES_KEEPALIVE_KEEPALIVE_STREAM_H_
