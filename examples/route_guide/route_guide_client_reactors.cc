// SPDX-License-Identifier: Apache-2.0

#include "route_guide_client_reactors.h"

#include <future>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "support/exit_status.h"

ListFeaturesReader::ListFeaturesReader(
    routeguide::RouteGuide::Stub& stub, absl::Time deadline,
    const routeguide::Rectangle& rectangle,
    absl::FunctionRef<void(const routeguide::Feature&)> each)
    : each_(each) {
  context_.set_deadline(absl::ToChronoTime(deadline));
  stub.async()->ListFeatures(&context_, &rectangle, this);
  StartRead(&feature_);
  StartCall();
}

void ListFeaturesReader::OnReadDone(bool ok) {
  // No further message can be read; OnDone tells whether the call failed.
  if (!ok) return;
  each_(feature_);
  StartRead(&feature_);
}

void ListFeaturesReader::OnDone(const grpc::Status& status) {
  status_ = status;
  over_.Notify();  // From here on the reactor may be gone.
}

grpc::Status ListFeaturesReader::Wait() {
  over_.WaitForNotification();
  return status_;
}

RecordRouteWriter::RecordRouteWriter(
    routeguide::RouteGuide::Stub& stub, absl::Time deadline,
    const std::vector<routeguide::Point>& route)
    : route_(route) {
  context_.set_deadline(absl::ToChronoTime(deadline));
  stub.async()->RecordRoute(&context_, &summary_, this);
}

std::future<RecordRouteWriter::Result> RecordRouteWriter::Start() {
  std::future<Result> result = result_.get_future();
  WriteNext();
  StartCall();
  return result;
}

void RecordRouteWriter::WriteNext() {
  if (next_ < route_.size()) {
    StartWrite(&route_[next_++]);
  } else {
    StartWritesDone();  // Half-close: no more points, the server may answer.
  }
}

// Not ok: the call is over, and OnDone says why.
void RecordRouteWriter::OnWriteDone(bool ok) {
  if (ok) WriteNext();
}

void RecordRouteWriter::OnWritesDoneDone(bool ok) { all_sent_ = ok; }

void RecordRouteWriter::OnDone(const grpc::Status& status) {
  std::promise<Result> result = std::move(result_);
  Result summary = Summary(status);
  // Before anybody is told, who may then destroy the channel. The context has a
  // share in it, and the last one must not go on this thread, which is gRPC's:
  // it would wait for itself (gRPC 1.51).
  delete this;
  result.set_value(std::move(summary));
}

RecordRouteWriter::Result RecordRouteWriter::Summary(
    const grpc::Status& status) const {
  if (!status.ok()) {
    return support::CallStatus("RecordRoute", status.error_code(),
                               status.error_message());
  }
  // A server may answer, and with OK, before it has read everything.
  if (!all_sent_ || summary_.point_count() != static_cast<int>(route_.size())) {
    return absl::AbortedError(absl::StrCat("RecordRoute: the server has read ",
                                           summary_.point_count(), " of ",
                                           route_.size(), " points"));
  }
  return summary_;
}

RouteChatStream::RouteChatStream(
    routeguide::RouteGuide::Stub& stub, absl::Time deadline,
    const std::vector<routeguide::RouteNote>& notes,
    absl::FunctionRef<void(const routeguide::RouteNote&)> each)
    : notes_(notes), each_(each) {
  context_.set_deadline(absl::ToChronoTime(deadline));
  stub.async()->RouteChat(&context_, this);
  WriteNext();
  StartRead(&reply_);
  StartCall();
}

void RouteChatStream::WriteNext() {
  if (next_ < notes_.size()) {
    StartWrite(&notes_[next_++]);
  } else {
    StartWritesDone();
  }
}

void RouteChatStream::OnReadDone(bool ok) {
  if (!ok) return;
  each_(reply_);
  StartRead(&reply_);
}

void RouteChatStream::OnWriteDone(bool ok) {
  if (ok) WriteNext();
}

void RouteChatStream::OnWritesDoneDone(bool ok) { all_sent_ = ok; }

void RouteChatStream::OnDone(const grpc::Status& status) {
  status_ = status;
  over_.Notify();  // From here on the reactor may be gone.
}

grpc::Status RouteChatStream::Wait() {
  over_.WaitForNotification();
  return status_;
}
