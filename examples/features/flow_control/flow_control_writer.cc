// SPDX-License-Identifier: Apache-2.0

#include "flow_control_writer.h"

#include <string>

#include "absl/time/clock.h"
#include "flow_control_message.h"
#include "support/exit_status.h"

FlowControlWriter::FlowControlWriter(hello::Hello::Stub& stub, int messages,
                                     absl::Duration timeout) {
  context_.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  stream_ = stub.clientHello(&context_, &reply_);
  stream_->WaitForInitialMetadata();
  const auto& metadata = context_.GetServerInitialMetadata();
  if (const auto id = metadata.find(kFlowControlCallId); id != metadata.end()) {
    id_ = std::string(id->second.data(), id->second.size());
  }
  thread_ = std::thread([this, messages] { WriteAll(messages); });
}

FlowControlWriter::~FlowControlWriter() {
  if (!thread_.joinable()) return;
  context_.TryCancel();
  thread_.join();
  stream_->Finish().IgnoreError();
}

void FlowControlWriter::WriteAll(int messages) {
  hello::HelloRequest request;
  while (written_ < messages) {
    request.set_greeting(FlowControlMessage(written_ + 1));
    // Returns when the server's window has had room for the message, or with
    // false when the call is over: Finish tells why.
    if (!stream_->Write(request)) return;
    ++written_;
  }
  all_sent_ = stream_->WritesDone();
}

absl::StatusOr<std::string> FlowControlWriter::Wait() {
  thread_.join();
  const grpc::Status status = stream_->Finish();
  if (!status.ok()) {
    return support::CallStatus("clientHello", status.error_code(),
                               status.error_message());
  }
  // A server may answer, and with OK, before it has read everything.
  if (!all_sent_) {
    return absl::AbortedError(
        "clientHello: the server ended the call before the last message");
  }
  return reply_.message();
}
