// SPDX-License-Identifier: Apache-2.0

#include "inn_post.h"

#include <atomic>
#include <utility>

InnPost::InnPost(support::CallLimit::Slot slot) : slot_(std::move(slot)) {
  reply_.set_message("No letter yet.");
  StartWrite(&reply_);
}

// If it was not written, the client has gone, and OnCancel comes as well.
void InnPost::OnWriteDone(bool /*ok*/) { OneIsDone(); }

void InnPost::OnCancel() { OneIsDone(); }

void InnPost::OneIsDone() {
  if (--to_come_ > 0) return;
  slot_.GiveBack();  // Here and not in OnDone, which may come much later.
  Finish(grpc::Status::CANCELLED);  // Nobody will see this status.
}
