// SPDX-License-Identifier: Apache-2.0

#include "absl/status/statusor.h"
#include "grpc_status.h"
#include "route_guide_async_calls.h"

RouteChatCall::RouteChatCall(RouteGuideAsyncWorker& worker) : Call(worker) {
  service().RequestRouteChat(&context_, &stream_, queue(), queue(), tag());
}

void RouteChatCall::Proceed(bool ok) {
  switch (step_) {
    case Step::kRequest:
      if (!ok) break;
      AskForNext<RouteChatCall>();
      Begin();
      return;
    case Step::kRead:
      if (ok) {
        Post();
      } else {
        End(grpc::Status::OK);  // As for RecordRoute.
      }
      return;
    case Step::kWrite:
      if (ok) {
        WriteOrRead();
      } else {
        End(grpc::Status::CANCELLED);  // The client has gone.
      }
      return;
    case Step::kFinish:
      break;
  }
  delete this;
}

void RouteChatCall::Begin() {
  slot_.emplace(guide().streams);
  if (slot_->taken()) {
    ReadNext();
  } else {
    End(Refusal(*slot_));
  }
}

void RouteChatCall::ReadNext() {
  step_ = Step::kRead;
  stream_.Read(&note_, tag());
}

void RouteChatCall::Post() {
  const absl::StatusOr<NoteBoard::Earlier> earlier = guide().notes.Post(note_);
  if (!earlier.ok()) {
    End(GrpcStatus(earlier.status()));
    return;
  }
  earlier_ = *earlier;
  WriteOrRead();
}

// The next note is read only when the client has taken all replies to the one
// before. So a client that only writes is held up in turn, and at most the
// other calls on its connection. No buffer hints: somebody may wait for just
// this reply.
void RouteChatCall::WriteOrRead() {
  if (earlier_->Next(&note_)) {
    step_ = Step::kWrite;
    stream_.Write(note_, tag());
  } else {
    ReadNext();
  }
}

void RouteChatCall::End(const grpc::Status& status) {
  slot_.reset();
  step_ = Step::kFinish;
  stream_.Finish(status, tag());
}
