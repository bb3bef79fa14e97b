// SPDX-License-Identifier: Apache-2.0

#include "route_guide_async_calls.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpc_status.h"

GetFeatureCall::GetFeatureCall(RouteGuideAsyncWorker& worker) : Call(worker) {
  // The first queue is for the call's operations and the second for its
  // arrival: here the same.
  service().RequestGetFeature(&context_, &point_, &responder_, queue(), queue(),
                              tag());
}

void GetFeatureCall::Proceed(bool ok) {
  switch (step_) {
    case Step::kRequest:
      if (!ok) break;  // The server shuts down.
      AskForNext<GetFeatureCall>();
      Answer();
      return;
    case Step::kFinish:
      break;  // The status is sent, or if not ok, the client has gone.
  }
  delete this;
}

void GetFeatureCall::Answer() {
  const absl::StatusOr<routeguide::Feature> found =
      guide().features.Get(point_);
  step_ = Step::kFinish;
  if (found.ok()) {
    responder_.Finish(*found, grpc::Status::OK, tag());
  } else {
    responder_.FinishWithError(GrpcStatus(found.status()), tag());
  }
}

ListFeaturesCall::ListFeaturesCall(RouteGuideAsyncWorker& worker)
    : Call(worker) {
  service().RequestListFeatures(&context_, &rectangle_, &writer_, queue(),
                                queue(), tag());
}

void ListFeaturesCall::Proceed(bool ok) {
  switch (step_) {
    case Step::kRequest:
      if (!ok) break;
      AskForNext<ListFeaturesCall>();
      Begin();
      return;
    case Step::kWrite:
      if (ok) {
        WriteNext();
      } else {
        End(grpc::Status::CANCELLED);  // The client has gone.
      }
      return;
    case Step::kFinish:
      break;
  }
  delete this;
}

void ListFeaturesCall::Begin() {
  slot_.emplace(guide().streams);
  if (!slot_->status().ok()) {
    End(GrpcStatus(slot_->status()));
    return;
  }
  absl::StatusOr<FeatureDb::Within> within = guide().features.List(rectangle_);
  if (!within.ok()) {
    End(GrpcStatus(within.status()));
    return;
  }
  within_ = *std::move(within);
  WriteNext();
}

void ListFeaturesCall::WriteNext() {
  if (!within_->Next(&feature_)) {
    End(grpc::Status::OK);
    return;
  }
  // To send each message at once costs a system call each. With a buffer hint
  // gRPC may keep one back. Every 256th goes without, so that none waits for
  // long; the status sends the rest. The first goes without, too: it is there
  // at once, and gRPC 1.51 would never send it, for the initial metadata that
  // go before it would be kept back as well.
  grpc::WriteOptions options;
  if (written_++ % 256 != 0) options.set_buffer_hint();
  step_ = Step::kWrite;
  writer_.Write(feature_, options, tag());
}

void ListFeaturesCall::End(const grpc::Status& status) {
  // The slot is free before the client hears of the end: it may open its next
  // stream at once.
  slot_.reset();
  step_ = Step::kFinish;
  writer_.Finish(status, tag());
}

RecordRouteCall::RecordRouteCall(RouteGuideAsyncWorker& worker)
    : Call(worker), recorder_(guide().features) {
  service().RequestRecordRoute(&context_, &reader_, queue(), queue(), tag());
}

void RecordRouteCall::Proceed(bool ok) {
  switch (step_) {
    case Step::kRequest:
      if (!ok) break;
      AskForNext<RecordRouteCall>();
      Begin();
      return;
    case Step::kRead:
      if (ok) {
        Pass();
      } else {
        // The client has half-closed, or has gone, or has sent what is no
        // Point. Without AsyncNotifyWhenDone a call cannot tell. That is no
        // harm here: nothing is stored, and to one that has gone nothing is
        // sent, for Finish fails then.
        End(grpc::Status::OK);
      }
      return;
    case Step::kFinish:
      break;
  }
  delete this;
}

void RecordRouteCall::Begin() {
  slot_.emplace(guide().streams);
  if (slot_->status().ok()) {
    ReadNext();
  } else {
    End(GrpcStatus(slot_->status()));
  }
}

void RecordRouteCall::ReadNext() {
  step_ = Step::kRead;
  reader_.Read(&point_, tag());
}

void RecordRouteCall::Pass() {
  const absl::Status status = recorder_.Pass(point_);
  if (status.ok()) {
    ReadNext();
  } else {
    // A call may end before the client has sent everything.
    End(GrpcStatus(status));
  }
}

void RecordRouteCall::End(const grpc::Status& status) {
  slot_.reset();
  step_ = Step::kFinish;
  // A status that is not OK is sent without the summary.
  reader_.Finish(recorder_.Summary(), status, tag());
}

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
        End(grpc::Status::OK);  // Half-closed or gone, as for RecordRoute.
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
  if (slot_->status().ok()) {
    ReadNext();
  } else {
    End(GrpcStatus(slot_->status()));
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
