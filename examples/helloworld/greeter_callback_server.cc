// SPDX-License-Identifier: Apache-2.0

#include "greeter_callback_server.h"

#include <memory>
#include <string>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"

grpc::ServerUnaryReactor* GreeterCallbackService::SayHello(
    grpc::CallbackServerContext* context,
    const helloworld::HelloRequest* request, helloworld::HelloReply* reply) {
  reply->set_message(absl::StrCat("Hello, ", request->name(), "!"));
  // The default reactor is enough where there is nothing to wait for. It
  // belongs to the call, as do request and reply.
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerUnaryReactor* GreeterCallbackService::SayHelloAgain(
    grpc::CallbackServerContext* context,
    const helloworld::HelloRequest* request, helloworld::HelloReply* reply) {
  reply->set_message(absl::StrCat("Hello again, ", request->name(), "!"));
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

absl::StatusOr<std::unique_ptr<GreeterCallbackServer>>
GreeterCallbackServer::Start(const std::string& listen) {
  // Two services that gRPC brings along. Health checks tell a load balancer
  // whether the server is serving, reflection tells tools such as grpcurl which
  // methods it has. Both are for every server of the process. Not thread-safe.
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();

  auto server = absl::WrapUnique(new GreeterCallbackServer);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  // By default gRPC shares the port with other servers of this user, and each
  // new connection goes to any one of them.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // Reflection is a synchronous service: a stream of it keeps a thread, and by
  // default the number of threads is not limited.
  builder.SetResourceQuota(grpc::ResourceQuota().SetMaxThreads(16));
  builder.RegisterService(&server->service_);
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr) {
    return absl::UnavailableError(absl::StrCat(
        "cannot listen on ", listen,
        ": wanted an address of this machine and a port that is not in "
        "use; GRPC_VERBOSITY=ERROR tells more"));
  }
  server->server_->GetHealthCheckService()->SetServingStatus(
      helloworld::Greeter::service_full_name(), true);
  server->address_ =
      absl::StrCat(listen.substr(0, listen.rfind(':')), ":", port);
  return server;
}

GreeterCallbackServer::~GreeterCallbackServer() {
  Shutdown(absl::ZeroDuration());
}

void GreeterCallbackServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  // Load balancers that watch hear of it first.
  server_->GetHealthCheckService()->Shutdown();
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
