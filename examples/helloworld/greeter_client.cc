// SPDX-License-Identifier: Apache-2.0

#include "greeter_client.h"

#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "support/exit_status.h"

GreeterClient::GreeterClient(const std::shared_ptr<grpc::Channel>& channel,
                             absl::Duration timeout)
    : stub_(helloworld::Greeter::NewStub(channel)), timeout_(timeout) {}

absl::StatusOr<std::string> GreeterClient::SayHello(const std::string& name) {
  helloworld::HelloRequest request;
  request.set_name(name);

  // A context serves one call: the next call needs one of its own.
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));

  helloworld::HelloReply reply;
  const grpc::Status status = stub_->SayHello(&context, request, &reply);
  if (!status.ok()) {
    return support::CallStatus("SayHello", status.error_code(),
                               status.error_message());
  }
  return reply.message();
}

absl::StatusOr<std::string> GreeterClient::SayHelloAgain(
    const std::string& name) {
  helloworld::HelloRequest request;
  request.set_name(name);

  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));

  helloworld::HelloReply reply;
  const grpc::Status status = stub_->SayHelloAgain(&context, request, &reply);
  if (!status.ok()) {
    return support::CallStatus("SayHelloAgain", status.error_code(),
                               status.error_message());
  }
  return reply.message();
}
