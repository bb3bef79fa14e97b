// SPDX-License-Identifier: Apache-2.0

#include "route_guide_server.h"

#include <memory>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpc_status.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "route_recorder.h"

grpc::Status RouteGuideService::GetFeature(grpc::ServerContext* /*context*/,
                                           const routeguide::Point* point,
                                           routeguide::Feature* feature) {
  absl::StatusOr<routeguide::Feature> found = guide_.features.Get(*point);
  if (!found.ok()) return GrpcStatus(found.status());
  *feature = *std::move(found);
  return grpc::Status::OK;
}

grpc::Status RouteGuideService::ListFeatures(
    grpc::ServerContext* /*context*/, const routeguide::Rectangle* rectangle,
    grpc::ServerWriter<routeguide::Feature>* writer) {
  const support::CallLimit::Slot slot(guide_.streams);
  if (!slot.taken()) return Refusal(slot);
  absl::StatusOr<FeatureDb::Within> within = guide_.features.List(*rectangle);
  if (!within.ok()) return GrpcStatus(within.status());

  routeguide::Feature feature;
  for (int written = 0; within->Next(&feature); ++written) {
    // To send each message at once costs a system call each. With a buffer hint
    // gRPC may keep one back. Every 256th goes without, so that none waits for
    // long; the status sends the rest. The first goes without, too: it is there
    // at once, and gRPC 1.51 would never send it, for the initial metadata that
    // go before it would be kept back as well.
    grpc::WriteOptions options;
    if (written % 256 != 0) options.set_buffer_hint();
    // False: the client has gone.
    if (!writer->Write(feature, options)) return grpc::Status::CANCELLED;
  }
  return grpc::Status::OK;
}

grpc::Status RouteGuideService::RecordRoute(
    grpc::ServerContext* context, grpc::ServerReader<routeguide::Point>* reader,
    routeguide::RouteSummary* summary) {
  const support::CallLimit::Slot slot(guide_.streams);
  if (!slot.taken()) return Refusal(slot);

  RouteRecorder recorder(guide_.features);
  routeguide::Point point;
  while (reader->Read(&point)) {
    const absl::Status status = recorder.Pass(point);
    // A call may end before the client has sent everything.
    if (!status.ok()) return GrpcStatus(status);
  }
  // Read returned false: the client has half-closed, or has gone, or has sent
  // what is no Point, which gRPC does not tell from a half-close. A route that
  // stops in the middle is not answered.
  if (context->IsCancelled()) return grpc::Status::CANCELLED;
  *summary = recorder.Summary();
  return grpc::Status::OK;
}

grpc::Status RouteGuideService::RouteChat(
    grpc::ServerContext* context,
    grpc::ServerReaderWriter<routeguide::RouteNote, routeguide::RouteNote>*
        stream) {
  const support::CallLimit::Slot slot(guide_.streams);
  if (!slot.taken()) return Refusal(slot);

  routeguide::RouteNote note;
  while (stream->Read(&note)) {
    absl::StatusOr<NoteBoard::Earlier> earlier = guide_.notes.Post(note);
    if (!earlier.ok()) return GrpcStatus(earlier.status());
    // Write waits for a client that does not read, and no further note is read
    // meanwhile. So a client that only writes is held up in turn, and at most
    // the other calls on its connection. No buffer hints: somebody may wait for
    // just this reply.
    while (earlier->Next(&note)) {
      if (!stream->Write(note)) return grpc::Status::CANCELLED;
    }
  }
  if (context->IsCancelled()) return grpc::Status::CANCELLED;
  return grpc::Status::OK;
}

absl::StatusOr<std::unique_ptr<RouteGuideServer>> RouteGuideServer::Start(
    const RouteGuideOptions& options) {
  // Two services that gRPC brings along. Health checks tell a load balancer
  // whether the server is serving, reflection tells tools such as grpcurl which
  // methods it has. Both are for every server of the process. Not thread-safe.
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();

  auto server = absl::WrapUnique(new RouteGuideServer(options));
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
  // A call keeps a thread until it ends, and by default the number of threads
  // is not limited. Streams, which may last, leave a hundred for unary calls,
  // reflection and gRPC itself. A call that finds none is refused with
  // RESOURCE_EXHAUSTED.
  builder.SetResourceQuota(
      grpc::ResourceQuota().SetMaxThreads(options.max_streams + 100));
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

RouteGuideServer::~RouteGuideServer() { Shutdown(absl::ZeroDuration()); }

void RouteGuideServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  // Load balancers that watch hear of it first.
  server_->GetHealthCheckService()->Shutdown();
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
