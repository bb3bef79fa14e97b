// SPDX-License-Identifier: Apache-2.0

#include "greeter_coroutine_server.h"

#include <memory>
#include <string>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "coroutine/server.h"
#include "coroutine/task.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"

namespace {

// The methods. Each may wait for what it likes, with co_await, and holds no
// thread meanwhile. Here there is nothing to wait for. request and reply belong
// to the call, and outlive the coroutine.
coroutine::Task<grpc::Status> Hello(const helloworld::HelloRequest& request,
                                    helloworld::HelloReply* reply) {
  reply->set_message(absl::StrCat("Hello, ", request.name(), "!"));
  co_return grpc::Status::OK;
}

coroutine::Task<grpc::Status> HelloAgain(
    const helloworld::HelloRequest& request, helloworld::HelloReply* reply) {
  reply->set_message(absl::StrCat("Hello again, ", request.name(), "!"));
  co_return grpc::Status::OK;
}

}  // namespace

grpc::ServerUnaryReactor* GreeterCoroutineService::SayHello(
    grpc::CallbackServerContext* context,
    const helloworld::HelloRequest* request, helloworld::HelloReply* reply) {
  // This reactor runs the coroutine, finishes the call with the status that it
  // returns, and deletes itself.
  auto* const reactor = new coroutine::ServerUnary(context);
  reactor->Start(Hello(*request, reply));
  return reactor;
}

grpc::ServerUnaryReactor* GreeterCoroutineService::SayHelloAgain(
    grpc::CallbackServerContext* context,
    const helloworld::HelloRequest* request, helloworld::HelloReply* reply) {
  auto* const reactor = new coroutine::ServerUnary(context);
  reactor->Start(HelloAgain(*request, reply));
  return reactor;
}

absl::StatusOr<std::unique_ptr<GreeterCoroutineServer>>
GreeterCoroutineServer::Start(const std::string& listen) {
  // Two services that gRPC brings along. Health checks tell a load balancer
  // whether the server is serving, reflection tells tools such as grpcurl which
  // methods it has. Both are for every server of the process. Not thread-safe.
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();

  auto server = absl::WrapUnique(new GreeterCoroutineServer);
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

GreeterCoroutineServer::~GreeterCoroutineServer() {
  Shutdown(absl::ZeroDuration());
}

void GreeterCoroutineServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  // Load balancers that watch hear of it first.
  server_->GetHealthCheckService()->Shutdown();
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
