// SPDX-License-Identifier: Apache-2.0

#include "channel_client.h"

#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "support/exit_status.h"

namespace {
constexpr absl::Duration kTimeout = absl::Seconds(30);
}  // namespace

absl::StatusOr<std::string> ChannelClient::SayHello(const std::string& name) {
  helloworld::HelloRequest request;
  request.set_name(name);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kTimeout));
  helloworld::HelloReply reply;
  const grpc::Status status = greeter_->SayHello(&context, request, &reply);
  if (!status.ok()) {
    return support::CallStatus("SayHello", status.error_code(),
                               status.error_message());
  }
  return reply.message();
}

absl::StatusOr<std::string> ChannelClient::SayGoodDay(const std::string& name) {
  hello::HelloRequest request;
  request.set_name(name);
  request.set_greeting("Good day");
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kTimeout));
  hello::HelloReply reply;
  const grpc::Status status = hello_->hello(&context, request, &reply);
  if (!status.ok()) {
    return support::CallStatus("hello", status.error_code(),
                               status.error_message());
  }
  return reply.message();
}
