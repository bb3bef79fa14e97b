// SPDX-License-Identifier: Apache-2.0

#include "retry_chat.h"

RetryChat::RetryChat(grpc::CallbackServerContext& context,
                     support::CallLimit& limit, support::Journal& journal)
    : slot_(limit), attempt_(context, journal) {
  if (!slot_.taken()) {
    End(grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, slot_.refusal()));
    return;
  }
  if (!attempt_.status().ok()) {
    End(attempt_.status());
    return;
  }
  StartRead(&request_);
}

void RetryChat::OnReadDone(bool ok) {
  if (!ok) {
    // The client has no more requests, or is gone and will not see this.
    End(grpc::Status::OK);
    return;
  }
  if (attempt_.FailsAt(++requests_)) {
    End(attempt_.Fail());
    return;
  }
  reply_.set_message(attempt_.Greet(request_.name()));
  StartWrite(&reply_);
}

void RetryChat::OnWriteDone(bool ok) {
  if (!ok) {
    End(grpc::Status::CANCELLED);  // The client is gone.
    return;
  }
  StartRead(&request_);
}

void RetryChat::End(const grpc::Status& status) {
  slot_.GiveBack();  // Before the client hears of it, which may call at once.
  Finish(status);
}
