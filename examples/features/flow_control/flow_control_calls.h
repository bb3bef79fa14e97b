// SPDX-License-Identifier: Apache-2.0
//
// The streams that a server has open, so that a client can ask on another call
// how far they are.

#ifndef EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_CALLS_H_
#define EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_CALLS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// One open stream, as others see it. Its methods are called on any thread, with
// the list locked: they return at once, and do not call the list.
class FlowControlCall {
 public:
  // How many messages the server has written or read.
  virtual int Messages() const = 0;

  // Begins to read. Returns false if the call is not waiting for that.
  virtual bool GoOn() { return false; }

 protected:
  ~FlowControlCall() = default;
};

// Thread-safe.
class FlowControlCalls {
 public:
  // A paused stream costs no thread, but it does cost a window of memory.
  static constexpr size_t kMostCalls = 100;

  // Returns the number of the call, under which it is known until Leave.
  // RESOURCE_EXHAUSTED if there are kMostCalls.
  absl::StatusOr<std::string> Enter(FlowControlCall& call);

  // When it returns, nobody uses the call any more. Does nothing if there is no
  // call of this number.
  void Leave(const std::string& id);

  // As FlowControlCall::Messages. NOT_FOUND if there is no call of this number.
  absl::StatusOr<int> Messages(const std::string& id) const;

  // As FlowControlCall::GoOn, with FAILED_PRECONDITION for false. NOT_FOUND if
  // there is no call of this number.
  absl::Status GoOn(const std::string& id);

 private:
  mutable std::mutex mutex_;  // Guards all below.
  int64_t last_id_ = 0;
  std::map<std::string, FlowControlCall*> calls_;
};

#endif  // EXAMPLES_FEATURES_FLOW_CONTROL_FLOW_CONTROL_CALLS_H_
