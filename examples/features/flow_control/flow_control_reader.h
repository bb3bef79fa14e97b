// SPDX-License-Identifier: Apache-2.0
//
// The client's side of parrotHello, read as fast or as slowly as one likes.

#ifndef EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_READER_H_
#define EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_READER_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"

// One call. One thread at a time.
class FlowControlReader {
 public:
  // Has the server write `messages` messages, and reads none. Returns when the
  // server has begun, or has refused. The call ends after `timeout`.
  FlowControlReader(hello::Hello::Stub& stub, int messages,
                    absl::Duration timeout);

  // Cancels the call if Finish has not been called.
  ~FlowControlReader();

  FlowControlReader(const FlowControlReader&) = delete;
  FlowControlReader& operator=(const FlowControlReader&) = delete;

  // The number by which the server knows the call. Empty if it has refused.
  const std::string& id() const { return id_; }

  // How many messages have been read.
  int read() const { return read_; }

  // Waits for up to `most` more messages, and returns how many it has read.
  // Less than `most`: there are no more, or one was not the next in order, and
  // Finish tells why.
  int Read(int most);

  void Cancel() { context_.TryCancel(); }

  // Returns how the call has ended. To be called once, when there are no more
  // messages or after Cancel. DATA_LOSS if a message was not the next.
  absl::Status Finish();

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<hello::HelloReply>> stream_;
  std::string id_;
  int read_ = 0;
  bool in_order_ = true;
  bool finished_ = false;
};

#endif  // EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_READER_H_
