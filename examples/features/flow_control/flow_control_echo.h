// SPDX-License-Identifier: Apache-2.0
//
// One call of biHello: a server whose client is held back by its own slowness.

#ifndef EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_ECHO_H_
#define EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_ECHO_H_

#include <atomic>
#include <string>

#include "flow_control_calls.h"
#include "grpcpp/grpcpp.h"
#include "hello.pb.h"

// Reads a message, writes it back, and only then reads the next one. So it
// holds one message, and a client that does not take the answers cannot send
// more: what slows the one direction slows the other.
class FlowControlEcho final
    : public grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply>,
      public FlowControlCall {
 public:
  // `calls` must outlive the call. Deletes itself when the call is done: create
  // it with new.
  explicit FlowControlEcho(FlowControlCalls& calls);

  int Messages() const override { return written_; }

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  ~FlowControlEcho() = default;

  void End(const grpc::Status& status);

  FlowControlCalls& calls_;
  std::atomic<int> written_ = 0;  // Read by other calls.
  hello::HelloRequest request_;   // gRPC writes it until OnReadDone.
  hello::HelloReply reply_;       // gRPC reads it until OnWriteDone.
  std::string id_;                // Empty if the call was refused.
};

#endif  // EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_ECHO_H_
