// SPDX-License-Identifier: Apache-2.0
//
// The client's side of clientHello, written as fast as the server takes it.

#ifndef EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_WRITER_H_
#define EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_WRITER_H_

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"

// One call, with a thread for it: Write returns when the server's window has
// room for the message, and that may be never.
class FlowControlWriter {
 public:
  // Begins to write `messages` messages. Returns when the server has taken the
  // call, or has refused. The call ends after `timeout`.
  FlowControlWriter(hello::Hello::Stub& stub, int messages,
                    absl::Duration timeout);

  // Cancels the call if Wait has not been called.
  ~FlowControlWriter();

  FlowControlWriter(const FlowControlWriter&) = delete;
  FlowControlWriter& operator=(const FlowControlWriter&) = delete;

  // The number by which the server knows the call. Empty if it has refused.
  const std::string& id() const { return id_; }

  // How many messages are written by now.
  int written() const { return written_; }

  // Waits for the end of the call, and returns the server's reply. ABORTED if
  // it came before the last message was sent. To be called once.
  absl::StatusOr<std::string> Wait();

 private:
  void WriteAll(int messages);

  grpc::ClientContext context_;
  hello::DelayedReply reply_;
  std::unique_ptr<grpc::ClientWriter<hello::HelloRequest>> stream_;
  std::string id_;
  std::atomic<int> written_ = 0;
  bool all_sent_ = false;  // To be read when thread_ has been joined.
  std::thread thread_;     // Last, because it uses what is above.
};

#endif  // EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_WRITER_H_
