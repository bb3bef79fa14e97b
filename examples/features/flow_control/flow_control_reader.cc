// SPDX-License-Identifier: Apache-2.0

#include "flow_control_reader.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "flow_control_message.h"
#include "support/exit_status.h"

FlowControlReader::FlowControlReader(hello::Hello::Stub& stub, int messages,
                                     absl::Duration timeout) {
  context_.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  hello::HelloRequest request;
  request.set_greeting(absl::StrCat(messages));
  stream_ = stub.parrotHello(&context_, request);
  stream_->WaitForInitialMetadata();
  const auto& metadata = context_.GetServerInitialMetadata();
  if (const auto id = metadata.find(kFlowControlCallId); id != metadata.end()) {
    id_ = std::string(id->second.data(), id->second.size());
  }
}

FlowControlReader::~FlowControlReader() {
  if (finished_) return;
  Cancel();
  stream_->Finish().IgnoreError();
}

int FlowControlReader::Read(int most) {
  hello::HelloReply reply;
  for (int i = 0; i < most; ++i) {
    if (!stream_->Read(&reply)) return i;
    if (!IsFlowControlMessage(reply.message(), read_ + 1)) {
      in_order_ = false;
      Cancel();
      return i;
    }
    ++read_;
  }
  return most;
}

absl::Status FlowControlReader::Finish() {
  finished_ = true;
  const grpc::Status status = stream_->Finish();
  if (!in_order_) {
    return absl::DataLossError(
        absl::StrCat("parrotHello: wanted message ", read_ + 1));
  }
  return support::CallStatus("parrotHello", status.error_code(),
                             status.error_message());
}
