// SPDX-License-Identifier: Apache-2.0

#include <utility>

#include "absl/status/statusor.h"
#include "grpc_status.h"
#include "route_guide_async_calls.h"

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
  if (!slot_->taken()) {
    End(Refusal(*slot_));
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
