// SPDX-License-Identifier: Apache-2.0

#include "retry_client.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "support/exit_status.h"

std::shared_ptr<grpc::Channel> ChannelWithPolicy(
    const std::string& target, const std::string& service_config) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(service_config);
  return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(),
                                   arguments);
}

absl::StatusOr<std::string> RetryClient::SayHello(const std::string& name,
                                                  const RetryFault& fault,
                                                  absl::Duration timeout) {
  hello::HelloRequest request;
  request.set_name(name);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  AskFor(fault, context);
  hello::HelloReply reply;
  // However many attempts it takes, this is one call with one status.
  const grpc::Status status = stub_->hello(&context, request, &reply);
  if (!status.ok()) {
    return support::CallStatus("hello", status.error_code(),
                               status.error_message());
  }
  return reply.message();
}

RetryClient::Heard RetryClient::Chat(const std::vector<std::string>& names,
                                     const RetryFault& fault) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(1)));
  AskFor(fault, context);
  const auto stream = stub_->biHello(&context);

  Heard heard;
  hello::HelloReply reply;
  bool open = true;
  for (const std::string& name : names) {
    hello::HelloRequest request;
    request.set_name(name);
    // False: the call has ended, and Finish knows why.
    open = stream->Write(request) && stream->Read(&reply);
    if (!open) break;
    heard.greetings.push_back(reply.message());
  }
  if (open) open = stream->WritesDone();
  // The status comes after the last greeting, asked for or not.
  while (stream->Read(&reply)) heard.greetings.push_back(reply.message());

  const grpc::Status status = stream->Finish();
  heard.status = support::CallStatus("biHello", status.error_code(),
                                     status.error_message());
  // A server may end a call, and with OK, before it has read everything.
  if (status.ok() && !open) {
    heard.status = absl::AbortedError(
        "biHello: the server ended the call before the last name");
  }
  return heard;
}
