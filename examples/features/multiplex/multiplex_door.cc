// SPDX-License-Identifier: Apache-2.0

#include "multiplex_door.h"

#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "support/exit_status.h"

MultiplexDoor::MultiplexDoor(hello::Hello::Stub& stub) {
  context_.set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(1)));
  stream_ = stub.biHello(&context_);
}

MultiplexDoor::~MultiplexDoor() {
  context_.TryCancel();
  Close().IgnoreError();
}

absl::StatusOr<std::string> MultiplexDoor::LetOut() {
  hello::HelloReply reply;
  // False: the call has ended.
  if (!status_.has_value() && stream_->Write({}) && stream_->Read(&reply)) {
    return reply.message();
  }
  const absl::Status status = Close();
  if (!status.ok()) return status;
  return absl::AbortedError("biHello: the server has ended the call");
}

absl::Status MultiplexDoor::Close() {
  if (!status_.has_value()) {
    // Half-close: no more requests. If it fails, the call has ended already,
    // and the status says how.
    stream_->WritesDone();
    hello::HelloReply reply;
    while (stream_->Read(&reply)) {
    }
    status_ = stream_->Finish();
  }
  return support::CallStatus("biHello", status_->error_code(),
                             status_->error_message());
}
