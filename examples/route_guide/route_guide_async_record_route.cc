// SPDX-License-Identifier: Apache-2.0

#include "absl/status/status.h"
#include "grpc_status.h"
#include "route_guide_async_calls.h"

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
  if (slot_->taken()) {
    ReadNext();
  } else {
    End(Refusal(*slot_));
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
