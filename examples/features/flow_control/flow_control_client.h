// SPDX-License-Identifier: Apache-2.0
//
// Streams whose reader pauses, over one connection.

#ifndef EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_CLIENT_H_
#define EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "flow_control_reader.h"
#include "flow_control_writer.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"

// What came of a call of biHello.
struct FlowControlEchoes {
  int written = 0;
  int read = 0;  // Those that came in order.
  absl::Status status;
};

// Thread-safe.
class FlowControlClient {
 public:
  // Of the server at `target`, HOST:PORT.
  explicit FlowControlClient(const std::string& target);

  // Each begins a call, as its class tells.
  std::unique_ptr<FlowControlReader> Reader(int messages,
                                            absl::Duration timeout);
  std::unique_ptr<FlowControlWriter> Writer(int messages,
                                            absl::Duration timeout);

  // How many messages the server has written or read in the call `id`.
  absl::StatusOr<int> HowFar(const std::string& id);

  // Tells the server to read what the call `id` writes.
  absl::Status GoOn(const std::string& id);

  // Writes `messages` messages to a server that answers each. The first reads
  // no answer before it has written all; the second reads while it writes.
  FlowControlEchoes WriteThenRead(int messages, absl::Duration timeout);
  FlowControlEchoes WriteAndRead(int messages, absl::Duration timeout);

 private:
  const std::unique_ptr<hello::Hello::Stub> stub_;
};

#endif  // EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_CLIENT_H_
