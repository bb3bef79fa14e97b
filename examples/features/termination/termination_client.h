// SPDX-License-Identifier: Apache-2.0
//
// Calls that end otherwise than the client, or the server, thinks.

#ifndef EXAMPLES_FEATURES_TERMINATION_TERMINATION_CLIENT_H_
#define EXAMPLES_FEATURES_TERMINATION_TERMINATION_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cable.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"

// Thread-safe. Each method makes one call, and returns its reply or its status
// when it is over. Unless it says otherwise, the deadline is a minute.
class TerminationClient {
 public:
  explicit TerminationClient(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(hello::Hello::NewStub(channel)) {}

  // Reads all replies of parrotHello, and then cancels: CANCELLED.
  absl::Status CancelAfterTheLastReply();

  // DEADLINE_EXCEEDED if there is no reply after `timeout`.
  absl::StatusOr<std::string> Hello(absl::Duration timeout);

  // Sends greetings from `name` until the server has ended clientHello.
  absl::StatusOr<std::string> GreetWithoutEnd(const std::string& name);

  // Sends one greeting, and reads until the server has ended biHello. Returns
  // the last reply, ABORTED if the server ends the call with OK before all is
  // sent.
  absl::StatusOr<std::string> ReadWithoutHalfClose();

 private:
  const std::unique_ptr<hello::Hello::Stub> stub_;
};

// Begins clientHello by way of `cable`, and cuts that when the server is at
// work. Returns the status.
absl::Status GreetAndCut(TerminationCable& cable);

#endif  // EXAMPLES_FEATURES_TERMINATION_TERMINATION_CLIENT_H_
