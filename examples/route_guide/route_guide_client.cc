// SPDX-License-Identifier: Apache-2.0

#include "route_guide_client.h"

#include <memory>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "support/exit_status.h"

RouteGuideClient::RouteGuideClient(
    const std::shared_ptr<grpc::Channel>& channel, absl::Duration timeout)
    : stub_(routeguide::RouteGuide::NewStub(channel)), timeout_(timeout) {}

absl::StatusOr<routeguide::Feature> RouteGuideClient::GetFeature(
    const routeguide::Point& point) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
  routeguide::Feature feature;
  const grpc::Status status = stub_->GetFeature(&context, point, &feature);
  if (!status.ok()) {
    return support::CallStatus("GetFeature", status.error_code(),
                               status.error_message());
  }
  return feature;
}

absl::Status RouteGuideClient::ListFeatures(
    const routeguide::Rectangle& rectangle,
    absl::FunctionRef<void(const routeguide::Feature&)> each) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
  const std::unique_ptr<grpc::ClientReader<routeguide::Feature>> reader =
      stub_->ListFeatures(&context, rectangle);

  routeguide::Feature feature;
  while (reader->Read(&feature)) each(feature);
  // Read returned false: no further message can be read, and Finish tells
  // whether the call failed.
  const grpc::Status status = reader->Finish();
  return support::CallStatus("ListFeatures", status.error_code(),
                             status.error_message());
}

absl::StatusOr<routeguide::RouteSummary> RouteGuideClient::RecordRoute(
    const std::vector<routeguide::Point>& route) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
  routeguide::RouteSummary summary;  // Filled by Finish.
  const std::unique_ptr<grpc::ClientWriter<routeguide::Point>> writer =
      stub_->RecordRoute(&context, &summary);

  bool open = true;
  for (const routeguide::Point& point : route) {
    open = writer->Write(point);
    if (!open) break;  // The call is over, and Finish knows why.
  }
  // Half-close: no more points, and the server may answer.
  if (open) open = writer->WritesDone();

  const grpc::Status status = writer->Finish();
  if (!status.ok()) {
    return support::CallStatus("RecordRoute", status.error_code(),
                               status.error_message());
  }
  // A server may answer, and with OK, before it has read everything.
  if (!open || summary.point_count() != static_cast<int>(route.size())) {
    return absl::AbortedError(absl::StrCat("RecordRoute: the server has read ",
                                           summary.point_count(), " of ",
                                           route.size(), " points"));
  }
  return summary;
}

absl::Status RouteGuideClient::RouteChat(
    const std::vector<routeguide::RouteNote>& notes,
    absl::FunctionRef<void(const routeguide::RouteNote&)> each) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
  using Stream =
      grpc::ClientReaderWriter<routeguide::RouteNote, routeguide::RouteNote>;
  const std::unique_ptr<Stream> stream = stub_->RouteChat(&context);

  // Reading and writing go on at the same time, on two threads. If all notes
  // were written first, the server's replies would fill what HTTP/2 grants a
  // sender, the server would stop reading, and neither side could go on.
  bool all_sent = false;
  std::thread writer([&] {
    for (const routeguide::RouteNote& note : notes) {
      if (!stream->Write(note)) return;
    }
    all_sent = stream->WritesDone();
  });
  routeguide::RouteNote note;
  while (stream->Read(&note)) each(note);
  writer.join();

  const grpc::Status status = stream->Finish();
  if (!status.ok()) {
    return support::CallStatus("RouteChat", status.error_code(),
                               status.error_message());
  }
  if (!all_sent) {
    return absl::AbortedError(
        "RouteChat: the server ended the call before the last note");
  }
  return absl::OkStatus();
}
