// SPDX-License-Identifier: Apache-2.0

#include "route_guide_async_server.h"

#include <memory>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"

namespace {

// Each worker is a thread, and two of them show that calls are spread. A server
// needs no more than there are processors: calls that wait do it in a queue.
constexpr int kWorkers = 2;

}  // namespace

absl::StatusOr<std::unique_ptr<RouteGuideAsyncServer>>
RouteGuideAsyncServer::Start(const RouteGuideOptions& options) {
  // Two services that gRPC brings along. Health checks tell a load balancer
  // whether the server is serving, reflection tells tools such as grpcurl which
  // methods it has. Both are for every server of the process. Not thread-safe.
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();

  auto server = absl::WrapUnique(new RouteGuideAsyncServer(options));
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
  for (int i = 0; i < kWorkers; ++i) {
    server->workers_.push_back(std::make_unique<RouteGuideAsyncWorker>(
        server->service_, server->guide_, builder.AddCompletionQueue()));
  }
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr) {
    return absl::UnavailableError(absl::StrCat(
        "cannot listen on ", options.listen,
        ": wanted an address of this machine and a port that is not in "
        "use; GRPC_VERBOSITY=ERROR tells more"));
  }
  for (const auto& worker : server->workers_) worker->Start();
  server->server_->GetHealthCheckService()->SetServingStatus(
      routeguide::RouteGuide::service_full_name(), true);
  server->address_ = absl::StrCat(
      options.listen.substr(0, options.listen.rfind(':')), ":", port);
  return server;
}

RouteGuideAsyncServer::~RouteGuideAsyncServer() {
  Shutdown(absl::ZeroDuration());
}

void RouteGuideAsyncServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  // Load balancers that watch hear of it first.
  server_->GetHealthCheckService()->Shutdown();
  for (const auto& worker : workers_) worker->Stop();
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
  // Only now: until here gRPC needs their threads, so that the calls end.
  workers_.clear();
}
