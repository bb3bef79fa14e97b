// SPDX-License-Identifier: Apache-2.0

#include "retry_chat.h"

RetryChat::RetryChat(grpc::CallbackServerContext& context,
                     support::Journal& journal)
    : attempt_(context, journal) {
  if (!attempt_.status().ok()) {
    Finish(attempt_.status());
    return;
  }
  StartRead(&request_);
}

void RetryChat::OnReadDone(bool ok) {
  if (!ok) {
    // The client has no more requests, or is gone and will not see this.
    Finish(grpc::Status::OK);
    return;
  }
  if (attempt_.FailsAt(++requests_)) {
    Finish(attempt_.Fail());
    return;
  }
  reply_.set_message(attempt_.Greet(request_.name()));
  StartWrite(&reply_);
}

void RetryChat::OnWriteDone(bool ok) {
  if (!ok) {
    Finish(grpc::Status::CANCELLED);  // The client is gone.
    return;
  }
  StartRead(&request_);
}
