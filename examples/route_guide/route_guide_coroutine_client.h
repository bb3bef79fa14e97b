// SPDX-License-Identifier: Apache-2.0
//
// The RouteGuide's client, with coroutines: a call, a read or a write is waited
// for without a thread.

#ifndef EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_COROUTINE_CLIENT_H_
#define EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_COROUTINE_CLIENT_H_

#include <memory>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "coroutine/task.h"
#include "grpcpp/grpcpp.h"
#include "route_guide.grpc.pb.h"
#include "tour.h"

// Thread-safe: calls may be made on many threads at a time.
class RouteGuideCoroutineClient final : public RouteGuideCalls {
 public:
  // Each call fails with DEADLINE_EXCEEDED if it is not over after `timeout`.
  RouteGuideCoroutineClient(const std::shared_ptr<grpc::Channel>& channel,
                            absl::Duration timeout);

  // The calls, for other coroutines. What they take by reference must outlive
  // them; `each` is called on a thread of gRPC's.
  coroutine::Task<absl::StatusOr<routeguide::Feature>> GetFeatureTask(
      const routeguide::Point& point);
  coroutine::Task<absl::Status> ListFeaturesTask(
      const routeguide::Rectangle& rectangle,
      absl::FunctionRef<void(const routeguide::Feature&)> each);
  coroutine::Task<absl::StatusOr<routeguide::RouteSummary>> RecordRouteTask(
      const std::vector<routeguide::Point>& route);
  coroutine::Task<absl::Status> RouteChatTask(
      const std::vector<routeguide::RouteNote>& notes,
      absl::FunctionRef<void(const routeguide::RouteNote&)> each);

  // The same for callers that are not coroutines: they block.
  absl::StatusOr<routeguide::Feature> GetFeature(
      const routeguide::Point& point) override;

  absl::Status ListFeatures(
      const routeguide::Rectangle& rectangle,
      absl::FunctionRef<void(const routeguide::Feature&)> each) override;

  absl::StatusOr<routeguide::RouteSummary> RecordRoute(
      const std::vector<routeguide::Point>& route) override;

  absl::Status RouteChat(
      const std::vector<routeguide::RouteNote>& notes,
      absl::FunctionRef<void(const routeguide::RouteNote&)> each) override;

 private:
  const std::unique_ptr<routeguide::RouteGuide::Stub> stub_;
  const absl::Duration timeout_;
};

#endif  // EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_COROUTINE_CLIENT_H_
