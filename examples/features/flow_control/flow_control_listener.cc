// SPDX-License-Identifier: Apache-2.0

#include "flow_control_listener.h"

#include <mutex>
#include <string>

#include "absl/strings/str_cat.h"
#include "flow_control_message.h"
#include "support/quote.h"

FlowControlListener::FlowControlListener(grpc::CallbackServerContext& context,
                                         hello::DelayedReply& reply,
                                         FlowControlCalls& calls)
    : reply_(reply), calls_(calls) {
  const absl::StatusOr<std::string> id = calls_.Enter(*this);
  if (!id.ok()) {
    waiting_ = false;  // OnCancel may still come.
    Finish(grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED,
                        std::string(id.status().message())));
    return;
  }
  id_ = *id;
  context.AddInitialMetadata(kFlowControlCallId, id_);
  // If it cannot be sent the client is gone, and OnCancel comes.
  StartSendInitialMetadata();
  // Nothing more: with no read under way, the client can fill the window and
  // no more than that.
}

bool FlowControlListener::GoOn() {
  if (!waiting_.exchange(false)) return false;
  StartRead(&request_);
  return true;
}

void FlowControlListener::OnReadDone(bool ok) {
  if (!ok) {  // The client has sent its last message, or is gone.
    reply_.set_message(absl::StrCat(read_.load(), " messages in order"));
    End(grpc::Status::OK);
  } else if (!IsFlowControlMessage(request_.greeting(), read_ + 1)) {
    End(grpc::Status(
        grpc::StatusCode::INVALID_ARGUMENT,
        absl::StrCat("greeting ", support::Quote(request_.greeting()),
                     ": wanted message ", read_ + 1, ", of ",
                     kFlowControlMessageBytes, " bytes")));
  } else {
    ++read_;
    StartRead(&request_);
  }
}

void FlowControlListener::OnCancel() {
  if (!waiting_.exchange(false)) return;  // OnReadDone(false) ends the call.
  // The call is over for the client, which will not see this status.
  End(grpc::Status::CANCELLED);
}

// Leaves before the client hears of the end: it may make its next call at once,
// and OnDone may come much later.
void FlowControlListener::End(const grpc::Status& status) {
  calls_.Leave(id_);
  Finish(status);
}
