// SPDX-License-Identifier: Apache-2.0

#include "absl/status/statusor.h"
#include "grpc_status.h"
#include "route_guide_async_calls.h"

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
