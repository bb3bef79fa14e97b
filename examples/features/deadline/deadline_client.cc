// SPDX-License-Identifier: Apache-2.0

#include "deadline_client.h"

#include <string>

#include "absl/time/clock.h"
#include "support/exit_status.h"

absl::StatusOr<std::string> DeadlineClient::SayHelloWithoutDeadline(
    const std::string& name) {
  helloworld::HelloRequest request;
  request.set_name(name);
  // A call has no deadline unless it is given one.
  grpc::ClientContext context;
  helloworld::HelloReply reply;
  const grpc::Status status = stub_->SayHello(&context, request, &reply);
  if (!status.ok()) {
    return support::CallStatus("SayHello", status.error_code(),
                               status.error_message());
  }
  return reply.message();
}

absl::StatusOr<std::string> DeadlineClient::SayHello(const std::string& name,
                                                     absl::Duration timeout) {
  helloworld::HelloRequest request;
  request.set_name(name);
  grpc::ClientContext context;
  // A point in time and not a length: it covers all that the call may take,
  // from looking up the server's address to the last byte of the reply.
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  helloworld::HelloReply reply;
  const grpc::Status status = stub_->SayHello(&context, request, &reply);
  if (!status.ok()) {
    return support::CallStatus("SayHello", status.error_code(),
                               status.error_message());
  }
  return reply.message();
}

absl::StatusOr<std::string> DeadlineClient::SayHelloAgain(
    const std::string& name, absl::Duration timeout) {
  helloworld::HelloRequest request;
  request.set_name(name);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  helloworld::HelloReply reply;
  const grpc::Status status = stub_->SayHelloAgain(&context, request, &reply);
  if (!status.ok()) {
    return support::CallStatus("SayHelloAgain", status.error_code(),
                               status.error_message());
  }
  return reply.message();
}
