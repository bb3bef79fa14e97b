// SPDX-License-Identifier: Apache-2.0

#include "flow_control_parrot.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "flow_control_message.h"

FlowControlParrot::FlowControlParrot(grpc::CallbackServerContext& context,
                                     int messages, FlowControlCalls& calls,
                                     support::Journal& journal)
    : messages_(messages), calls_(calls), journal_(journal) {
  const absl::StatusOr<std::string> id = calls_.Enter(*this);
  if (!id.ok()) {
    Finish(grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED,
                        std::string(id.status().message())));
    return;
  }
  id_ = *id;
  context.AddInitialMetadata(kFlowControlCallId, id_);
  WriteNext();
}

void FlowControlParrot::WriteNext() {
  reply_.set_message(FlowControlMessage(written_ + 1));
  StartWrite(&reply_);
}

// The client's window has had room for the message. While it has none, this is
// not called.
void FlowControlParrot::OnWriteDone(bool ok) {
  if (ok && ++written_ < messages_) {
    WriteNext();
    return;
  }
  // Before anybody hears of the end: the client may make its next call at once,
  // and OnDone may come much later.
  calls_.Leave(id_);
  if (ok) {
    journal_.Write(absl::StrCat("parrot: wrote ", messages_, " messages"));
    Finish(grpc::Status::OK);
  } else {
    journal_.Write("parrot: cut off before the last message");
    // The call is over for the client, which will not see this status.
    Finish(grpc::Status::CANCELLED);
  }
}
