// SPDX-License-Identifier: Apache-2.0

#include "route_guide_coroutine_client.h"

#include <memory>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "coroutine/client.h"
#include "coroutine/task.h"
#include "support/exit_status.h"

namespace {

using NoteStream =
    coroutine::ClientStream<routeguide::RouteNote, routeguide::RouteNote>;

// Returns whether the server may have read all of them.
coroutine::Task<bool> WriteNotes(
    NoteStream& stream, const std::vector<routeguide::RouteNote>& notes) {
  for (const routeguide::RouteNote& note : notes) {
    if (!co_await stream.Write(note)) co_return false;
  }
  co_return co_await stream.WritesDone();
}

// Returns when the last one has come; true, for Both wants something of each.
coroutine::Task<bool> ReadNotes(
    NoteStream& stream,
    absl::FunctionRef<void(const routeguide::RouteNote&)> each) {
  routeguide::RouteNote note;
  while (co_await stream.Read(&note)) each(note);
  co_return true;
}

}  // namespace

RouteGuideCoroutineClient::RouteGuideCoroutineClient(
    const std::shared_ptr<grpc::Channel>& channel, absl::Duration timeout)
    : stub_(routeguide::RouteGuide::NewStub(channel)), timeout_(timeout) {}

coroutine::Task<absl::StatusOr<routeguide::Feature>>
RouteGuideCoroutineClient::GetFeatureTask(const routeguide::Point& point) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
  routeguide::Feature feature;
  coroutine::ClientUnary call;
  stub_->async()->GetFeature(&context, &point, &feature, &call);
  const grpc::Status status = co_await call.Finish();
  if (!status.ok()) {
    co_return support::CallStatus("GetFeature", status.error_code(),
                                  status.error_message());
  }
  co_return feature;
}

coroutine::Task<absl::Status> RouteGuideCoroutineClient::ListFeaturesTask(
    const routeguide::Rectangle& rectangle,
    absl::FunctionRef<void(const routeguide::Feature&)> each) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
  coroutine::ClientReader<routeguide::Feature> reader;
  stub_->async()->ListFeatures(&context, &rectangle, &reader);
  reader.StartCall();

  routeguide::Feature feature;
  while (co_await reader.Read(&feature)) each(feature);
  // Read gave false: no further message can be read, and Finish tells whether
  // the call failed.
  const grpc::Status status = co_await reader.Finish();
  co_return support::CallStatus("ListFeatures", status.error_code(),
                                status.error_message());
}

coroutine::Task<absl::StatusOr<routeguide::RouteSummary>>
RouteGuideCoroutineClient::RecordRouteTask(
    const std::vector<routeguide::Point>& route) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
  routeguide::RouteSummary summary;  // Filled by Finish.
  coroutine::ClientWriter<routeguide::Point> writer;
  stub_->async()->RecordRoute(&context, &summary, &writer);
  writer.StartCall();

  bool open = true;
  for (const routeguide::Point& point : route) {
    open = co_await writer.Write(point);
    if (!open) break;  // The call is over, and Finish knows why.
  }
  // Half-close: no more points, and the server may answer.
  if (open) open = co_await writer.WritesDone();

  const grpc::Status status = co_await writer.Finish();
  if (!status.ok()) {
    co_return support::CallStatus("RecordRoute", status.error_code(),
                                  status.error_message());
  }
  // A server may answer, and with OK, before it has read everything.
  if (!open || summary.point_count() != static_cast<int>(route.size())) {
    co_return absl::AbortedError(
        absl::StrCat("RecordRoute: the server has read ", summary.point_count(),
                     " of ", route.size(), " points"));
  }
  co_return summary;
}

coroutine::Task<absl::Status> RouteGuideCoroutineClient::RouteChatTask(
    const std::vector<routeguide::RouteNote>& notes,
    absl::FunctionRef<void(const routeguide::RouteNote&)> each) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
  NoteStream stream;
  stub_->async()->RouteChat(&context, &stream);
  stream.StartCall();

  // Reading and writing go on at the same time, in two coroutines. If all notes
  // were written first, the server's replies would fill what HTTP/2 grants a
  // sender, the server would stop reading, and neither side could go on.
  const auto [all_sent, all_read] = co_await coroutine::Both(
      WriteNotes(stream, notes), ReadNotes(stream, each));

  const grpc::Status status = co_await stream.Finish();
  if (!status.ok()) {
    co_return support::CallStatus("RouteChat", status.error_code(),
                                  status.error_message());
  }
  if (!all_sent) {
    co_return absl::AbortedError(
        "RouteChat: the server ended the call before the last note");
  }
  co_return absl::OkStatus();
}

absl::StatusOr<routeguide::Feature> RouteGuideCoroutineClient::GetFeature(
    const routeguide::Point& point) {
  return coroutine::SyncWait(GetFeatureTask(point));
}

absl::Status RouteGuideCoroutineClient::ListFeatures(
    const routeguide::Rectangle& rectangle,
    absl::FunctionRef<void(const routeguide::Feature&)> each) {
  return coroutine::SyncWait(ListFeaturesTask(rectangle, each));
}

absl::StatusOr<routeguide::RouteSummary> RouteGuideCoroutineClient::RecordRoute(
    const std::vector<routeguide::Point>& route) {
  return coroutine::SyncWait(RecordRouteTask(route));
}

absl::Status RouteGuideCoroutineClient::RouteChat(
    const std::vector<routeguide::RouteNote>& notes,
    absl::FunctionRef<void(const routeguide::RouteNote&)> each) {
  return coroutine::SyncWait(RouteChatTask(notes, each));
}
