// SPDX-License-Identifier: Apache-2.0

#include "route_guide_callback_client.h"

#include <future>
#include <memory>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "route_guide_client_reactors.h"
#include "support/exit_status.h"

namespace {

using FeatureResult = absl::StatusOr<routeguide::Feature>;

// What gRPC reads and writes until the callback runs.
struct GetFeatureCall {
  grpc::ClientContext context;
  routeguide::Point point;
  routeguide::Feature feature;
  std::promise<FeatureResult> result;
};

}  // namespace

RouteGuideCallbackClient::RouteGuideCallbackClient(
    const std::shared_ptr<grpc::Channel>& channel, absl::Duration timeout)
    : stub_(routeguide::RouteGuide::NewStub(channel)), timeout_(timeout) {}

std::future<FeatureResult> RouteGuideCallbackClient::StartGetFeature(
    const routeguide::Point& point) {
  auto* const call = new GetFeatureCall;
  call->context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
  call->point = point;
  std::future<FeatureResult> result = call->result.get_future();

  stub_->async()->GetFeature(
      &call->context, &call->point, &call->feature,
      [call](const grpc::Status& status) {
        std::promise<FeatureResult> promise = std::move(call->result);
        FeatureResult feature =
            status.ok() ? FeatureResult(std::move(call->feature))
                        : support::CallStatus("GetFeature", status.error_code(),
                                              status.error_message());
        delete call;  // Before anybody is told: see RecordRouteWriter::OnDone.
        promise.set_value(std::move(feature));
      });
  return result;
}

std::future<absl::StatusOr<routeguide::RouteSummary>>
RouteGuideCallbackClient::StartRecordRoute(
    const std::vector<routeguide::Point>& route) {
  return (new RecordRouteWriter(*stub_, absl::Now() + timeout_, route))
      ->Start();
}

FeatureResult RouteGuideCallbackClient::GetFeature(
    const routeguide::Point& point) {
  return StartGetFeature(point).get();
}

absl::Status RouteGuideCallbackClient::ListFeatures(
    const routeguide::Rectangle& rectangle,
    absl::FunctionRef<void(const routeguide::Feature&)> each) {
  ListFeaturesReader reader(*stub_, absl::Now() + timeout_, rectangle, each);
  const grpc::Status status = reader.Wait();
  return support::CallStatus("ListFeatures", status.error_code(),
                             status.error_message());
}

absl::StatusOr<routeguide::RouteSummary> RouteGuideCallbackClient::RecordRoute(
    const std::vector<routeguide::Point>& route) {
  return StartRecordRoute(route).get();
}

absl::Status RouteGuideCallbackClient::RouteChat(
    const std::vector<routeguide::RouteNote>& notes,
    absl::FunctionRef<void(const routeguide::RouteNote&)> each) {
  RouteChatStream chat(*stub_, absl::Now() + timeout_, notes, each);
  const grpc::Status status = chat.Wait();
  if (!status.ok()) {
    return support::CallStatus("RouteChat", status.error_code(),
                               status.error_message());
  }
  if (!chat.all_sent()) {
    return absl::AbortedError(
        "RouteChat: the server ended the call before the last note");
  }
  return absl::OkStatus();
}
