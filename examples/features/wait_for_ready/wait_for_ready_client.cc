// SPDX-License-Identifier: Apache-2.0

#include "wait_for_ready_client.h"

#include <optional>
#include <string>

#include "absl/time/clock.h"
#include "support/exit_status.h"

absl::StatusOr<std::string> WaitForReadyClient::SayHello(
    const std::string& name, std::optional<bool> wait, absl::Duration timeout) {
  helloworld::HelloRequest request;
  request.set_name(name);
  grpc::ClientContext context;
  // Waiting is part of the call, and ends with it.
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  if (wait.has_value()) context.set_wait_for_ready(*wait);
  helloworld::HelloReply reply;
  const grpc::Status status = stub_->SayHello(&context, request, &reply);
  if (!status.ok()) {
    return support::CallStatus("SayHello", status.error_code(),
                               status.error_message());
  }
  return reply.message();
}

absl::StatusOr<std::string> WaitForReadyClient::SayHelloAgain(
    const std::string& name, std::optional<bool> wait, absl::Duration timeout) {
  helloworld::HelloRequest request;
  request.set_name(name);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  if (wait.has_value()) context.set_wait_for_ready(*wait);
  helloworld::HelloReply reply;
  const grpc::Status status = stub_->SayHelloAgain(&context, request, &reply);
  if (!status.ok()) {
    return support::CallStatus("SayHelloAgain", status.error_code(),
                               status.error_message());
  }
  return reply.message();
}
