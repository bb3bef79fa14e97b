// SPDX-License-Identifier: Apache-2.0
//
// One call of each kind, begun and then cancelled.

#ifndef EXAMPLES_FEATURES_CANCELLATION_CANCELLATION_CLIENT_H_
#define EXAMPLES_FEATURES_CANCELLATION_CANCELLATION_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"

// Thread-safe. Each method makes one call, with a deadline of a minute, and
// returns its status when it is over.
class CancellationClient {
 public:
  explicit CancellationClient(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(hello::Hello::NewStub(channel)) {}

  // These cancel once the server has said that it is at work: CANCELLED. If the
  // server ends the call first, the status is the server's.
  absl::Status CancelHello();
  absl::Status CancelParrotHello();
  absl::Status CancelClientHello();
  absl::Status CancelBiHello();

  // Sends two requests and half-closes. Returns the server's answer, ABORTED if
  // the server ends the call with OK before all is sent.
  absl::StatusOr<std::string> HalfCloseClientHello();

  // Sends a request, half-closes when the reply is there, and cancels when it
  // has the status. Returns the reply, ABORTED if there is none.
  absl::StatusOr<std::string> CancelBiHelloTooLate();

 private:
  const std::unique_ptr<hello::Hello::Stub> stub_;
};

#endif  // EXAMPLES_FEATURES_CANCELLATION_CANCELLATION_CLIENT_H_
