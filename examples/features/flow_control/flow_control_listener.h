// SPDX-License-Identifier: Apache-2.0
//
// One call of clientHello: a server that reads only when it is told to.

#ifndef EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_LISTENER_H_
#define EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_LISTENER_H_

#include <atomic>
#include <string>

#include "flow_control_calls.h"
#include "grpcpp/grpcpp.h"
#include "hello.pb.h"

// Waits for GoOn, and then reads to the end. The pause needs no thread: what
// holds the client back is that no read is under way.
class FlowControlListener final
    : public grpc::ServerReadReactor<hello::HelloRequest>,
      public FlowControlCall {
 public:
  // Answers with how many messages came, or INVALID_ARGUMENT if one of them is
  // not the next FlowControlMessage. `reply` is gRPC's, and is there until
  // Finish. `calls` must outlive the call. Deletes itself when the call is
  // done: create it with new.
  FlowControlListener(grpc::CallbackServerContext& context,
                      hello::DelayedReply& reply, FlowControlCalls& calls);

  int Messages() const override { return read_; }
  bool GoOn() override;

  void OnReadDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override { delete this; }

 private:
  ~FlowControlListener() = default;

  void End(const grpc::Status& status);

  hello::DelayedReply& reply_;
  FlowControlCalls& calls_;
  std::atomic<int> read_ = 0;    // Read by other calls.
  hello::HelloRequest request_;  // gRPC writes it until OnReadDone.
  std::string id_;               // Empty if the call was refused.

  // Neither a read nor Finish has been started. GoOn and OnCancel may come at
  // the same time: whoever sets it to false starts one of them.
  std::atomic<bool> waiting_ = true;
};

#endif  // EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_LISTENER_H_
