// SPDX-License-Identifier: Apache-2.0
//
// The RouteGuide's client, with the callback API: a call, a read or a write is
// started, and gRPC calls a reactor when it is done.

#ifndef EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_CALLBACK_CLIENT_H_
#define EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_CALLBACK_CLIENT_H_

#include <future>
#include <memory>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "route_guide.grpc.pb.h"
#include "tour.h"

// Thread-safe: calls may be made on many threads at a time.
class RouteGuideCallbackClient final : public RouteGuideCalls {
 public:
  // Each call fails with DEADLINE_EXCEEDED if it is not over after `timeout`.
  RouteGuideCallbackClient(const std::shared_ptr<grpc::Channel>& channel,
                           absl::Duration timeout);

  // The calls that have one reply, as futures: they return at once, and get()
  // waits for the reply. Destroy the client only after that.
  std::future<absl::StatusOr<routeguide::Feature>> StartGetFeature(
      const routeguide::Point& point);
  std::future<absl::StatusOr<routeguide::RouteSummary>> StartRecordRoute(
      const std::vector<routeguide::Point>& route);

  absl::StatusOr<routeguide::Feature> GetFeature(
      const routeguide::Point& point) override;

  // `each` is called on a thread of gRPC's.
  absl::Status ListFeatures(
      const routeguide::Rectangle& rectangle,
      absl::FunctionRef<void(const routeguide::Feature&)> each) override;

  absl::StatusOr<routeguide::RouteSummary> RecordRoute(
      const std::vector<routeguide::Point>& route) override;

  // `each` is called on a thread of gRPC's.
  absl::Status RouteChat(
      const std::vector<routeguide::RouteNote>& notes,
      absl::FunctionRef<void(const routeguide::RouteNote&)> each) override;

 private:
  const std::unique_ptr<routeguide::RouteGuide::Stub> stub_;
  const absl::Duration timeout_;
};

#endif  // EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_CALLBACK_CLIENT_H_
