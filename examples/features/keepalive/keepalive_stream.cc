// SPDX-License-Identifier: Apache-2.0

#include "keepalive_stream.h"

#include <atomic>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

KeepaliveStream::KeepaliveStream(const std::string& name,
                                 support::CallLimit::Slot slot,
                                 support::Journal& journal)
    : name_(name), slot_(std::move(slot)), journal_(journal) {
  journal_.Write(absl::StrCat(name_, " listens"));
  reply_.set_message(absl::StrCat("Hello, ", name_, "!"));
  StartWrite(&reply_);
}

// Should the write have failed, the client is gone, and OnCancel comes too.
void KeepaliveStream::OnWriteDone(bool /*ok*/) { FinishAfterTheOther(); }

// The client has cancelled, or its connection is lost, or was given up.
void KeepaliveStream::OnCancel() { FinishAfterTheOther(); }

void KeepaliveStream::FinishAfterTheOther() {
  if (--awaited_ > 0) return;
  slot_.GiveBack();
  journal_.Write(absl::StrCat(name_, " is gone"));
  // Nobody will see this status; the call is over for the client.
  Finish(grpc::Status::CANCELLED);
}
