// SPDX-License-Identifier: Apache-2.0
//
// A connection that can be lost when one likes.

#ifndef EXAMPLES_FEATURES_TERMINATION_CABLE_H_
#define EXAMPLES_FEATURES_TERMINATION_CABLE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"

// A TCP connection with a channel that uses it, and no other.
class TerminationCable {
 public:
  // Connects to `target`, HOST:PORT. Fails with UNAVAILABLE if nobody is there.
  static absl::StatusOr<std::unique_ptr<TerminationCable>> To(
      const std::string& target);

  ~TerminationCable();
  TerminationCable(const TerminationCable&) = delete;
  TerminationCable& operator=(const TerminationCable&) = delete;

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // Both ends lose the connection, without a word. Thread-safe.
  void Cut();

 private:
  explicit TerminationCable(int socket);

  // The channel closes its socket when it likes. This one is the same, and is
  // ours, so that we never shut down another's with the same number.
  const int socket_;
  const std::shared_ptr<grpc::Channel> channel_;
};

#endif  // EXAMPLES_FEATURES_TERMINATION_CABLE_H_
