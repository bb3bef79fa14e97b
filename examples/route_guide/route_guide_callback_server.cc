// SPDX-License-Identifier: Apache-2.0

#include "route_guide_callback_server.h"

#include <memory>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpc_status.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "route_guide_server_reactors.h"

grpc::ServerUnaryReactor* RouteGuideCallbackService::GetFeature(
    grpc::CallbackServerContext* context, const routeguide::Point* point,
    routeguide::Feature* feature) {
  // The default reactor is enough where there is nothing to wait for.
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  absl::StatusOr<routeguide::Feature> found = guide_.features.Get(*point);
  if (!found.ok()) {
    reactor->Finish(GrpcStatus(found.status()));
    return reactor;
  }
  *feature = *std::move(found);
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerWriteReactor<routeguide::Feature>*
RouteGuideCallbackService::ListFeatures(
    grpc::CallbackServerContext* /*context*/,
    const routeguide::Rectangle* rectangle) {
  return new ListFeaturesReactor(guide_, *rectangle);
}

grpc::ServerReadReactor<routeguide::Point>*
RouteGuideCallbackService::RecordRoute(grpc::CallbackServerContext* context,
                                       routeguide::RouteSummary* summary) {
  return new RecordRouteReactor(guide_, *context, *summary);
}

grpc::ServerBidiReactor<routeguide::RouteNote, routeguide::RouteNote>*
RouteGuideCallbackService::RouteChat(grpc::CallbackServerContext* context) {
  return new RouteChatReactor(guide_, *context);
}

absl::StatusOr<std::unique_ptr<RouteGuideCallbackServer>>
RouteGuideCallbackServer::Start(const RouteGuideOptions& options) {
  // Two services that gRPC brings along. Health checks tell a load balancer
  // whether the server is serving, reflection tells tools such as grpcurl which
  // methods it has. Both are for every server of the process. Not thread-safe.
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();

  auto server = absl::WrapUnique(new RouteGuideCallbackServer(options));
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials(),
                           &port);
  // By default gRPC shares the port with other servers of this user, and each
  // new connection goes to any one of them.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // Each open stream may have a message in memory. Notes are short.
  builder.SetMaxReceiveMessageSize(256 << 10);
  // A client whose network has gone says nothing. After a while it is asked,
  // and if it does not answer either, its calls are cancelled. The wait for the
  // answer has two names, for older and newer versions of gRPC.
  builder.AddChannelArgument(
      GRPC_ARG_KEEPALIVE_TIME_MS,
      static_cast<int>(absl::ToInt64Milliseconds(options.silence)));
  builder.AddChannelArgument(
      GRPC_ARG_KEEPALIVE_TIMEOUT_MS,
      static_cast<int>(absl::ToInt64Milliseconds(options.silence / 3)));
  builder.AddChannelArgument(
      "grpc.http2.ping_timeout_ms",
      static_cast<int>(absl::ToInt64Milliseconds(options.silence / 3)));
  // Reflection is a synchronous service: a stream of it keeps a thread, and by
  // default the number of threads is not limited.
  builder.SetResourceQuota(grpc::ResourceQuota().SetMaxThreads(16));
  builder.RegisterService(&server->service_);
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr) {
    return absl::UnavailableError(absl::StrCat(
        "cannot listen on ", options.listen,
        ": wanted an address of this machine and a port that is not in "
        "use; GRPC_VERBOSITY=ERROR tells more"));
  }
  server->server_->GetHealthCheckService()->SetServingStatus(
      routeguide::RouteGuide::service_full_name(), true);
  server->address_ = absl::StrCat(
      options.listen.substr(0, options.listen.rfind(':')), ":", port);
  return server;
}

RouteGuideCallbackServer::~RouteGuideCallbackServer() {
  Shutdown(absl::ZeroDuration());
}

void RouteGuideCallbackServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  // Load balancers that watch hear of it first.
  server_->GetHealthCheckService()->Shutdown();
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
