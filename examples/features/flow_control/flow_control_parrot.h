// SPDX-License-Identifier: Apache-2.0
//
// One call of parrotHello: a server that writes as fast as the client takes it.

#ifndef EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_PARROT_H_
#define EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_PARROT_H_

#include <atomic>
#include <string>

#include "flow_control_calls.h"
#include "grpcpp/grpcpp.h"
#include "hello.pb.h"
#include "support/journal.h"

// Holds one message at any time, however many it is to write: the next one is
// made when the last one has gone. gRPC calls the On... methods, one after the
// other, and none of them blocks.
class FlowControlParrot final
    : public grpc::ServerWriteReactor<hello::HelloReply>,
      public FlowControlCall {
 public:
  // Writes `messages` messages, at least one. `calls` and `journal` must
  // outlive the call. Deletes itself when the call is done: create it with new.
  FlowControlParrot(grpc::CallbackServerContext& context, int messages,
                    FlowControlCalls& calls, support::Journal& journal);

  int Messages() const override { return written_; }

  void OnWriteDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  ~FlowControlParrot() = default;

  void WriteNext();

  const int messages_;
  FlowControlCalls& calls_;
  support::Journal& journal_;
  std::atomic<int> written_ = 0;  // Read by other calls.
  hello::HelloReply reply_;       // gRPC reads it until OnWriteDone.
  std::string id_;                // Empty if the call was refused.
};

#endif  // EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_PARROT_H_
