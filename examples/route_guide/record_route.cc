// SPDX-License-Identifier: Apache-2.0
//
// Client streaming: how long is a route? The client sends each point as it is
// passed, half-closes on arrival, and then waits for the summary and the
// status.
//
//   build/release/bin/record_route

#include "record_route.h"

#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/grpcpp.h"
#include "place.h"
#include "support/exit_status.h"

absl::Status RecordRoute(routeguide::RouteGuide::Stub& stub,
                         support::LineReader& places, const FeatureDb& features,
                         absl::Duration timeout, std::ostream& out) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));

  routeguide::RouteSummary summary;  // Filled by Finish.
  const std::unique_ptr<grpc::ClientWriter<routeguide::Point>> writer =
      stub.RecordRoute(&context, &summary);

  int sent = 0;
  bool open = true;
  absl::Status input;
  while (open) {
    const std::optional<std::string> place =
        places.Next("Please enter a place (or nothing to arrive): ");
    input = places.status();
    if (!place.has_value()) break;
    const absl::StatusOr<routeguide::Point> point = ReadPlace(*place, features);
    if (!point.ok()) {
      input = absl::InvalidArgumentError(
          absl::StrCat("line ", sent + 1, ": ", point.status().message()));
      break;
    }
    // False: the call has ended, and Finish knows why. True: gRPC has taken the
    // point, which does not mean that the server will read it.
    open = writer->Write(*point);
    ++sent;
  }
  // Half a route must not pass for a whole one.
  if (!input.ok()) {
    context.TryCancel();
    writer->Finish().IgnoreError();
    return input;
  }
  // Half-close: no more points, and the server may answer.
  if (open) open = writer->WritesDone();

  const grpc::Status status = writer->Finish();
  if (!status.ok()) {
    return support::CallStatus("RecordRoute", status.error_code(),
                               status.error_message());
  }
  // A server may answer, and with OK, before it has read everything. What it
  // has read, only its answer can tell.
  if (!open || summary.point_count() != sent) {
    return absl::AbortedError(absl::StrCat("RecordRoute: the server has read ",
                                           summary.point_count(), " of ", sent,
                                           " points"));
  }
  out << Shown(summary) << std::endl;
  return absl::OkStatus();
}
