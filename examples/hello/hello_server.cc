// SPDX-License-Identifier: Apache-2.0

#include "hello_server.h"

#include <memory>
#include <string>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "support/text_format.h"

namespace {

std::string Words(const hello::HelloRequest& request) {
  return absl::StrCat(request.greeting(), " ", request.name());
}

}  // namespace

grpc::Status HelloService::hello(grpc::ServerContext* /*context*/,
                                 const hello::HelloRequest* request,
                                 hello::HelloReply* reply) {
  printer_.Print(support::TextFormat(*request));
  reply->set_message(Words(*request));
  return grpc::Status::OK;
}

grpc::ServerWriteReactor<hello::HelloReply>* HelloService::parrotHello(
    grpc::CallbackServerContext* /*context*/,
    const hello::HelloRequest* request) {
  printer_.Print(support::TextFormat(*request));
  return new ParrotReactor(Words(*request), interval_, parrots_);
}

grpc::Status HelloService::clientHello(
    grpc::ServerContext* context,
    grpc::ServerReader<hello::HelloRequest>* reader,
    hello::DelayedReply* reply) {
  // What a gRPC client accepts in one message, unless it was told otherwise.
  constexpr size_t kMostBytes = 4 << 20;
  size_t bytes = 100;  // More than the reply's own text needs.

  hello::HelloRequest request;
  while (reader->Read(&request)) {
    printer_.Print(support::kSeparator + support::TextFormat(request));
    bytes += request.ByteSizeLong() + 6;  // A tag, and up to 5 bytes of length.
    if (bytes > kMostBytes) {
      return grpc::Status(
          grpc::StatusCode::RESOURCE_EXHAUSTED,
          absl::StrCat("request ", reply->request_size() + 1,
                       ": wanted no more than ", kMostBytes,
                       " bytes in all, which the reply must hold"));
    }
    *reply->add_request() = request;
  }
  // Read returned false: the client has half-closed, or has gone.
  if (context->IsCancelled()) return grpc::Status::CANCELLED;

  reply->set_message(absl::StrCat("You have sent ", reply->request_size(),
                                  " messages. Please expect a delayed "
                                  "response."));
  return grpc::Status::OK;
}

grpc::Status HelloService::biHello(
    grpc::ServerContext* /*context*/,
    grpc::ServerReaderWriter<hello::HelloReply, hello::HelloRequest>* stream) {
  hello::HelloRequest request;
  while (stream->Read(&request)) {
    printer_.Print(support::kSeparator + support::TextFormat(request));
    hello::HelloReply reply;
    reply.set_message(Words(request));
    // Waits if the client does not read: HTTP/2 grants a sender just so much
    // that is not read. No further request is read meanwhile, so that a client
    // which only sends is held up in turn.
    if (!stream->Write(reply)) return grpc::Status::CANCELLED;
  }
  return grpc::Status::OK;
}

absl::StatusOr<std::unique_ptr<HelloServer>> HelloServer::Start(
    const Options& options) {
  // Two services that gRPC brings along. Health checks tell a load balancer
  // whether the server is serving, reflection tells tools such as grpcurl which
  // methods it has. Both are for every server of the process. Not thread-safe.
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();

  auto server = absl::WrapUnique(new HelloServer(options));
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials(),
                           &port);
  // By default gRPC shares the port with other servers of this user, and each
  // new connection goes to any one of them.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // A synchronous call keeps a thread until it ends, and by default the number
  // of threads is not limited. Beyond the limit, calls are refused with
  // RESOURCE_EXHAUSTED.
  builder.SetResourceQuota(grpc::ResourceQuota().SetMaxThreads(256));
  builder.RegisterService(&server->service_);
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr) {
    return absl::UnavailableError(absl::StrCat(
        "cannot listen on ", options.listen,
        ": wanted an address of this machine and a port that is not in "
        "use; GRPC_VERBOSITY=ERROR tells more"));
  }
  server->server_->GetHealthCheckService()->SetServingStatus(
      hello::Hello::service_full_name(), true);
  server->address_ = absl::StrCat(
      options.listen.substr(0, options.listen.rfind(':')), ":", port);
  return server;
}

HelloServer::~HelloServer() { Shutdown(absl::ZeroDuration()); }

void HelloServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  // Load balancers that watch hear of it first.
  server_->GetHealthCheckService()->Shutdown();
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
