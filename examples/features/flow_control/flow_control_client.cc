// SPDX-License-Identifier: Apache-2.0

#include "flow_control_client.h"

#include <memory>
#include <string>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "flow_control_message.h"
#include "support/exit_status.h"
#include "support/quote.h"

namespace {

using Stream = grpc::ClientReaderWriter<hello::HelloRequest, hello::HelloReply>;

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& target) {
  grpc::ChannelArguments arguments;
  // What the server may send ahead of our reads, for each stream.
  arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES,
                   kFlowControlWindowBytes);
  // By default gRPC measures the connection and lets the windows grow.
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(),
                                   arguments);
}

// Writes messages 1 to `messages` and the half-close, and counts in `written`.
// Returns false if the call was over before.
bool WriteAll(Stream& stream, int messages, int& written) {
  hello::HelloRequest request;
  while (written < messages) {
    request.set_greeting(FlowControlMessage(written + 1));
    // Returns when the server's window has had room for it.
    if (!stream.Write(request)) return false;
    ++written;
  }
  return stream.WritesDone();
}

// Returns how many came, up to the first that is not the next in order.
int ReadAll(Stream& stream) {
  hello::HelloReply reply;
  int read = 0;
  while (stream.Read(&reply)) {
    if (IsFlowControlMessage(reply.message(), read + 1)) ++read;
  }
  return read;
}

absl::Status Finish(Stream& stream, bool all_sent) {
  const grpc::Status status = stream.Finish();
  if (status.ok() && !all_sent) {
    return absl::AbortedError(
        "biHello: the server ended the call before the last message");
  }
  return support::CallStatus("biHello", status.error_code(),
                             status.error_message());
}

}  // namespace

FlowControlClient::FlowControlClient(const std::string& target)
    : stub_(hello::Hello::NewStub(ChannelTo(target))) {}

std::unique_ptr<FlowControlReader> FlowControlClient::Reader(
    int messages, absl::Duration timeout) {
  return std::make_unique<FlowControlReader>(*stub_, messages, timeout);
}

std::unique_ptr<FlowControlWriter> FlowControlClient::Writer(
    int messages, absl::Duration timeout) {
  return std::make_unique<FlowControlWriter>(*stub_, messages, timeout);
}

absl::StatusOr<int> FlowControlClient::HowFar(const std::string& id) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(1)));
  hello::HelloRequest request;
  request.set_name(id);
  hello::HelloReply reply;
  const grpc::Status status = stub_->hello(&context, request, &reply);
  if (!status.ok()) {
    return support::CallStatus("hello", status.error_code(),
                               status.error_message());
  }
  int messages = 0;
  if (!absl::SimpleAtoi(reply.message(), &messages)) {
    return absl::InternalError("hello: " + support::Quote(reply.message()) +
                               ": wanted a number");
  }
  return messages;
}

absl::Status FlowControlClient::GoOn(const std::string& id) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(1)));
  hello::HelloRequest request;
  request.set_name(id);
  request.set_greeting("go on");
  hello::HelloReply reply;
  const grpc::Status status = stub_->hello(&context, request, &reply);
  return support::CallStatus("hello", status.error_code(),
                             status.error_message());
}

FlowControlEchoes FlowControlClient::WriteThenRead(int messages,
                                                   absl::Duration timeout) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  const auto stream = stub_->biHello(&context);
  FlowControlEchoes echoes;
  const bool all_sent = WriteAll(*stream, messages, echoes.written);
  echoes.read = ReadAll(*stream);
  echoes.status = Finish(*stream, all_sent);
  return echoes;
}

FlowControlEchoes FlowControlClient::WriteAndRead(int messages,
                                                  absl::Duration timeout) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  const auto stream = stub_->biHello(&context);
  FlowControlEchoes echoes;
  // A stream may be written to by one thread and read from by another.
  bool all_sent = false;
  std::thread writer(
      [&] { all_sent = WriteAll(*stream, messages, echoes.written); });
  echoes.read = ReadAll(*stream);
  writer.join();
  echoes.status = Finish(*stream, all_sent);
  return echoes;
}
