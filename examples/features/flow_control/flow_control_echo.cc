// SPDX-License-Identifier: Apache-2.0

#include "flow_control_echo.h"

#include <string>
#include <utility>

FlowControlEcho::FlowControlEcho(FlowControlCalls& calls) : calls_(calls) {
  const absl::StatusOr<std::string> id = calls_.Enter(*this);
  if (!id.ok()) {
    Finish(grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED,
                        std::string(id.status().message())));
    return;
  }
  id_ = *id;
  StartRead(&request_);
}

void FlowControlEcho::OnReadDone(bool ok) {
  if (!ok) {  // The client has sent its last message, or is gone.
    End(grpc::Status::OK);
    return;
  }
  reply_.set_message(std::move(*request_.mutable_greeting()));
  StartWrite(&reply_);
}

void FlowControlEcho::OnWriteDone(bool ok) {
  if (!ok) {
    // The call is over for the client, which will not see this status.
    End(grpc::Status::CANCELLED);
    return;
  }
  ++written_;
  StartRead(&request_);
}

// Leaves before the client hears of the end: it may make its next call at once,
// and OnDone may come much later.
void FlowControlEcho::End(const grpc::Status& status) {
  calls_.Leave(id_);
  Finish(status);
}
