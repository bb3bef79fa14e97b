// SPDX-License-Identifier: Apache-2.0

#include "compression_client.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "support/exit_status.h"

namespace {

constexpr absl::Duration kTimeout = absl::Minutes(1);

}  // namespace

grpc::ChannelArguments CompressWithGzip() {
  grpc::ChannelArguments arguments;
  arguments.SetCompressionAlgorithm(GRPC_COMPRESS_GZIP);
  return arguments;
}

grpc::ChannelArguments TakeNothingCompressed() {
  grpc::ChannelArguments arguments;
  // One bit for each algorithm, and the lowest for none at all.
  arguments.SetInt(GRPC_COMPRESSION_CHANNEL_ENABLED_ALGORITHMS_BITSET,
                   1 << GRPC_COMPRESS_NONE);
  return arguments;
}

CompressionClient::CompressionClient(const std::string& target,
                                     const grpc::ChannelArguments& arguments)
    : stub_(hello::Hello::NewStub(grpc::CreateCustomChannel(
          target, grpc::InsecureChannelCredentials(), arguments))) {}

absl::StatusOr<std::string> CompressionClient::Send(const std::string& text) {
  grpc::ClientContext context;
  return Send(context, text);
}

absl::StatusOr<std::string> CompressionClient::Send(
    const std::string& text, grpc_compression_algorithm algorithm) {
  grpc::ClientContext context;
  context.set_compression_algorithm(algorithm);
  return Send(context, text);
}

absl::StatusOr<std::string> CompressionClient::Send(
    grpc::ClientContext& context, const std::string& text) {
  context.set_deadline(absl::ToChronoTime(absl::Now() + kTimeout));
  hello::HelloRequest request;
  request.set_greeting(text);
  hello::HelloReply reply;
  const grpc::Status status = stub_->hello(&context, request, &reply);
  if (!status.ok()) {
    return support::CallStatus("hello", status.error_code(),
                               status.error_message());
  }
  return reply.message();
}

absl::StatusOr<std::string> CompressionClient::Listen(const std::string& how) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kTimeout));
  hello::HelloRequest request;
  request.set_greeting(how);
  const auto stream = stub_->parrotHello(&context, request);
  int messages = 0;
  hello::HelloReply reply;
  while (stream->Read(&reply)) ++messages;
  const grpc::Status status = stream->Finish();
  if (!status.ok()) {
    return support::CallStatus("parrotHello", status.error_code(),
                               status.error_message());
  }
  return absl::StrCat(messages, " messages");
}
