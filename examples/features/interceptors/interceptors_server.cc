// SPDX-License-Identifier: Apache-2.0

#include "interceptors_server.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/protobuf/descriptor.h"
#include "server_guard_interceptor.h"
#include "server_log_interceptor.h"
#include "server_stats_interceptor.h"
#include "support/quote.h"

namespace {

// As interceptors see them: /helloworld.Greeter/SayHello
std::vector<std::string> MethodsOfTheGreeter() {
  const google::protobuf::ServiceDescriptor& greeter =
      *helloworld::HelloRequest::descriptor()->file()->service(0);
  std::vector<std::string> methods;
  for (int i = 0; i < greeter.method_count(); ++i) {
    methods.push_back(
        absl::StrCat("/", greeter.full_name(), "/", greeter.method(i)->name()));
  }
  return methods;
}

}  // namespace

grpc::ServerUnaryReactor* InterceptorsGreeter::SayHello(
    grpc::CallbackServerContext* context,
    const helloworld::HelloRequest* request, helloworld::HelloReply* reply) {
  return Greet(context, "Hello", request->name(), reply);
}

grpc::ServerUnaryReactor* InterceptorsGreeter::SayHelloAgain(
    grpc::CallbackServerContext* context,
    const helloworld::HelloRequest* request, helloworld::HelloReply* reply) {
  return Greet(context, "Hello again", request->name(), reply);
}

grpc::ServerUnaryReactor* InterceptorsGreeter::Greet(
    grpc::CallbackServerContext* context, const std::string& greeting,
    const std::string& name, helloworld::HelloReply* reply) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  if (name.empty() || name.size() > kMostBytes) {
    reactor->Finish(
        grpc::Status(grpc::StatusCode::INVALID_ARGUMENT,
                     absl::StrCat("name ", support::Quote(name),
                                  ": wanted 1 to ", kMostBytes, " bytes")));
    return reactor;
  }
  journal_.Write(absl::StrCat("method: greets ", support::Quote(name)));
  reply->set_message(absl::StrCat(greeting, ", ", name, "!"));
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

std::vector<
    std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>>
ServerInterceptors(MethodStats& stats, support::Journal& journal) {
  std::vector<
      std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>>
      factories;
  factories.push_back(
      std::make_unique<ServerLogInterceptorFactory>("first", journal));
  factories.push_back(std::make_unique<ServerGuardInterceptorFactory>());
  factories.push_back(
      std::make_unique<ServerStatsInterceptorFactory>(stats, journal));
  factories.push_back(
      std::make_unique<ServerLogInterceptorFactory>("last", journal));
  return factories;
}

InterceptorsServer::InterceptorsServer(support::Journal& journal)
    : stats_(MethodsOfTheGreeter()), greeter_(journal) {}

absl::StatusOr<std::unique_ptr<InterceptorsServer>> InterceptorsServer::Start(
    const std::string& listen, support::Journal& journal) {
  auto server = absl::WrapUnique(new InterceptorsServer(journal));
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  // By default gRPC shares the port with other servers of this user.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.RegisterService(&server->greeter_);
  builder.experimental().SetInterceptorCreators(
      ServerInterceptors(server->stats_, journal));
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr) {
    return absl::UnavailableError(absl::StrCat(
        "cannot listen on ", listen,
        ": wanted an address of this machine and a port that is not in use"));
  }
  server->address_ =
      absl::StrCat(listen.substr(0, listen.rfind(':')), ":", port);
  return server;
}

InterceptorsServer::~InterceptorsServer() { Shutdown(absl::ZeroDuration()); }

void InterceptorsServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
