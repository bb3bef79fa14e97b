// SPDX-License-Identifier: Apache-2.0
//
// Server streaming: what is in a rectangle? The client shows each feature as it
// comes.
//
//   build/release/bin/list_features --from="Rome, Italy" --to="Oslo, Norway"

#include "list_features.h"

#include <memory>
#include <ostream>

#include "absl/time/clock.h"
#include "grpcpp/grpcpp.h"
#include "place.h"
#include "support/exit_status.h"

absl::Status ListFeatures(routeguide::RouteGuide::Stub& stub,
                          const routeguide::Rectangle& rectangle,
                          absl::Duration timeout, std::ostream& out) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));

  const std::unique_ptr<grpc::ClientReader<routeguide::Feature>> reader =
      stub.ListFeatures(&context, rectangle);
  routeguide::Feature feature;
  while (reader->Read(&feature)) out << Shown(feature) << std::endl;

  // Read returned false: no further feature can be read. Whether the call has
  // failed in between, the status tells.
  const grpc::Status status = reader->Finish();
  if (!status.ok()) {
    return support::CallStatus("ListFeatures", status.error_code(),
                               status.error_message());
  }
  return absl::OkStatus();
}
