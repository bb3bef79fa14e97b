// SPDX-License-Identifier: Apache-2.0

#include "route_guide_coroutine_server.h"

#include <memory>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "coroutine/server.h"
#include "coroutine/task.h"
#include "grpc_status.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "route_recorder.h"

namespace {

using FeatureWriter = coroutine::ServerWriter<routeguide::Feature>;
using PointReader = coroutine::ServerReader<routeguide::Point>;
using NoteStream =
    coroutine::ServerStream<routeguide::RouteNote, routeguide::RouteNote>;

// The methods. What they take by reference outlives them: gRPC keeps request,
// reply and reactor until the call is done, and the service keeps the guide.
//
// If the call is cancelled while a coroutine waits, it does not go on. It is
// destroyed where it stands, and with it its locals, such as `slot`.

// There is nothing to wait for. It is a coroutine for comparison.
coroutine::Task<grpc::Status> GetFeature(Guide& guide,
                                         const routeguide::Point& point,
                                         routeguide::Feature* feature) {
  absl::StatusOr<routeguide::Feature> found = guide.features.Get(point);
  if (!found.ok()) co_return GrpcStatus(found.status());
  *feature = *std::move(found);
  co_return grpc::Status::OK;
}

coroutine::Task<grpc::Status> ListFeatures(
    Guide& guide, const routeguide::Rectangle& rectangle,
    FeatureWriter& writer) {
  const support::CallLimit::Slot slot(guide.streams);
  if (!slot.taken()) co_return Refusal(slot);
  absl::StatusOr<FeatureDb::Within> within = guide.features.List(rectangle);
  if (!within.ok()) co_return GrpcStatus(within.status());

  routeguide::Feature feature;
  for (int written = 0; within->Next(&feature); ++written) {
    // To send each message at once costs a system call each. With a buffer hint
    // gRPC may keep one back. Every 256th goes without, so that none waits for
    // long; the status sends the rest. The first goes without, too: it is there
    // at once, and gRPC 1.51 would never send it, for the initial metadata that
    // go before it would be kept back as well.
    grpc::WriteOptions options;
    if (written % 256 != 0) options.set_buffer_hint();
    co_await writer.Write(feature, options);
  }
  co_return grpc::Status::OK;
}

coroutine::Task<grpc::Status> RecordRoute(Guide& guide, PointReader& reader,
                                          routeguide::RouteSummary* summary) {
  const support::CallLimit::Slot slot(guide.streams);
  if (!slot.taken()) co_return Refusal(slot);

  RouteRecorder recorder(guide.features);
  routeguide::Point point;
  while (co_await reader.Read(&point)) {
    const absl::Status status = recorder.Pass(point);
    // A call may end before the client has sent everything.
    if (!status.ok()) co_return GrpcStatus(status);
  }
  // Read gave false: the client has half-closed, or has sent what is no Point,
  // which gRPC does not tell from a half-close.
  *summary = recorder.Summary();
  co_return grpc::Status::OK;
}

coroutine::Task<grpc::Status> RouteChat(Guide& guide, NoteStream& stream) {
  const support::CallLimit::Slot slot(guide.streams);
  if (!slot.taken()) co_return Refusal(slot);

  routeguide::RouteNote note;
  while (co_await stream.Read(&note)) {
    absl::StatusOr<NoteBoard::Earlier> earlier = guide.notes.Post(note);
    if (!earlier.ok()) co_return GrpcStatus(earlier.status());
    // The next note is read only when the client has taken all replies to this
    // one. So a client that only writes is held up in turn, and at most the
    // other calls on its connection. No buffer hints: somebody may wait for
    // just this reply.
    while (earlier->Next(&note)) co_await stream.Write(note);
  }
  co_return grpc::Status::OK;
}

}  // namespace

grpc::ServerUnaryReactor* RouteGuideCoroutineService::GetFeature(
    grpc::CallbackServerContext* context, const routeguide::Point* point,
    routeguide::Feature* feature) {
  // The reactor runs the coroutine, finishes the call with the status that it
  // returns, and deletes itself.
  auto* const reactor = new coroutine::ServerUnary(context);
  reactor->Start(::GetFeature(guide_, *point, feature));
  return reactor;
}

grpc::ServerWriteReactor<routeguide::Feature>*
RouteGuideCoroutineService::ListFeatures(
    grpc::CallbackServerContext* context,
    const routeguide::Rectangle* rectangle) {
  auto* const writer = new FeatureWriter(context);
  writer->Start(::ListFeatures(guide_, *rectangle, *writer));
  return writer;
}

grpc::ServerReadReactor<routeguide::Point>*
RouteGuideCoroutineService::RecordRoute(grpc::CallbackServerContext* context,
                                        routeguide::RouteSummary* summary) {
  auto* const reader = new PointReader(context);
  reader->Start(::RecordRoute(guide_, *reader, summary));
  return reader;
}

grpc::ServerBidiReactor<routeguide::RouteNote, routeguide::RouteNote>*
RouteGuideCoroutineService::RouteChat(grpc::CallbackServerContext* context) {
  auto* const stream = new NoteStream(context);
  stream->Start(::RouteChat(guide_, *stream));
  return stream;
}

absl::StatusOr<std::unique_ptr<RouteGuideCoroutineServer>>
RouteGuideCoroutineServer::Start(const RouteGuideOptions& options) {
  // Two services that gRPC brings along. Health checks tell a load balancer
  // whether the server is serving, reflection tells tools such as grpcurl which
  // methods it has. Both are for every server of the process. Not thread-safe.
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();

  auto server = absl::WrapUnique(new RouteGuideCoroutineServer(options));
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

RouteGuideCoroutineServer::~RouteGuideCoroutineServer() {
  Shutdown(absl::ZeroDuration());
}

void RouteGuideCoroutineServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  // Load balancers that watch hear of it first.
  server_->GetHealthCheckService()->Shutdown();
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
