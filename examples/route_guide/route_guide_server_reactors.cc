// SPDX-License-Identifier: Apache-2.0

#include "route_guide_server_reactors.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpc_status.h"

ListFeaturesReactor::ListFeaturesReactor(Guide& guide,
                                         const routeguide::Rectangle& rectangle)
    : slot_(guide.streams) {
  if (!slot_.taken()) {
    End(Refusal(slot_));
    return;
  }
  absl::StatusOr<FeatureDb::Within> within = guide.features.List(rectangle);
  if (!within.ok()) {
    End(GrpcStatus(within.status()));
    return;
  }
  within_ = *std::move(within);
  WriteNext();
}

void ListFeaturesReactor::WriteNext() {
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
  StartWrite(&feature_, options);
}

void ListFeaturesReactor::OnWriteDone(bool ok) {
  if (ok) {
    WriteNext();
  } else {
    End(grpc::Status::CANCELLED);  // The client has gone.
  }
}

// The slot is free before the client hears of the end: it may open its next
// stream at once.
void ListFeaturesReactor::End(const grpc::Status& status) {
  slot_.GiveBack();
  Finish(status);
}

RecordRouteReactor::RecordRouteReactor(
    Guide& guide, const grpc::CallbackServerContext& context,
    routeguide::RouteSummary& summary)
    : slot_(guide.streams),
      context_(context),
      summary_(summary),
      recorder_(guide.features) {
  if (!slot_.taken()) {
    End(Refusal(slot_));
    return;
  }
  StartRead(&point_);
}

void RecordRouteReactor::OnReadDone(bool ok) {
  if (!ok) {
    // The client has half-closed, or has gone, or has sent what is no Point,
    // which gRPC does not tell from a half-close. A route that stops in the
    // middle is not answered.
    if (context_.IsCancelled()) {
      End(grpc::Status::CANCELLED);
      return;
    }
    summary_ = recorder_.Summary();
    End(grpc::Status::OK);
    return;
  }
  const absl::Status status = recorder_.Pass(point_);
  if (!status.ok()) {
    // A call may end before the client has sent everything.
    End(GrpcStatus(status));
    return;
  }
  StartRead(&point_);
}

void RecordRouteReactor::End(const grpc::Status& status) {
  slot_.GiveBack();
  Finish(status);
}

RouteChatReactor::RouteChatReactor(Guide& guide,
                                   const grpc::CallbackServerContext& context)
    : slot_(guide.streams), context_(context), notes_(guide.notes) {
  if (!slot_.taken()) {
    End(Refusal(slot_));
    return;
  }
  StartRead(&note_);
}

void RouteChatReactor::OnReadDone(bool ok) {
  if (!ok) {
    // As for RecordRoute: half-closed, gone, or no RouteNote.
    End(context_.IsCancelled() ? grpc::Status::CANCELLED : grpc::Status::OK);
    return;
  }
  const absl::StatusOr<NoteBoard::Earlier> earlier = notes_.Post(note_);
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
void RouteChatReactor::WriteOrRead() {
  if (earlier_->Next(&note_)) {
    StartWrite(&note_);
  } else {
    StartRead(&note_);
  }
}

void RouteChatReactor::OnWriteDone(bool ok) {
  if (ok) {
    WriteOrRead();
  } else {
    End(grpc::Status::CANCELLED);  // The client has gone.
  }
}

void RouteChatReactor::End(const grpc::Status& status) {
  slot_.GiveBack();
  Finish(status);
}
