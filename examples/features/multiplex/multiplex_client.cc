// SPDX-License-Identifier: Apache-2.0

#include "multiplex_client.h"

#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "support/exit_status.h"

std::shared_ptr<grpc::Channel> ChannelOfItsOwn(const std::string& target) {
  grpc::ChannelArguments arguments;
  // Channels of one process with the same target and arguments share their
  // connections, unless they are told not to.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(),
                                   arguments);
}

absl::StatusOr<std::string> MultiplexClient::CountCalls() {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(1)));
  hello::HelloReply reply;
  const grpc::Status status = hello_->hello(&context, {}, &reply);
  if (!status.ok()) {
    return support::CallStatus("hello", status.error_code(),
                               status.error_message());
  }
  return reply.message();
}

absl::StatusOr<std::string> MultiplexClient::GreetAgain(
    const std::string& name, absl::Duration timeout) {
  helloworld::HelloRequest request;
  request.set_name(name);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  helloworld::HelloReply reply;
  const grpc::Status status =
      greeter_->SayHelloAgain(&context, request, &reply);
  if (!status.ok()) {
    return support::CallStatus("SayHelloAgain", status.error_code(),
                               status.error_message());
  }
  return reply.message();
}
