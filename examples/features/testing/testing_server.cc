// SPDX-License-Identifier: Apache-2.0

#include "testing_server.h"

#include <memory>
#include <string>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "support/quote.h"

grpc::ServerUnaryReactor* TestingService::SayHello(
    grpc::CallbackServerContext* context,
    const helloworld::HelloRequest* request, helloworld::HelloReply* reply) {
  journal_.Write(absl::StrCat("SayHello to ", support::Quote(request->name())));
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  if (request->name().empty()) {
    reactor->Finish(grpc::Status(grpc::StatusCode::INVALID_ARGUMENT,
                                 "name \"\": wanted a name"));
    return reactor;
  }
  reply->set_message(absl::StrCat("Hello, ", request->name(), "!"));
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

absl::StatusOr<std::unique_ptr<TestingServer>> TestingServer::Start(
    const std::string& listen, support::Journal& journal) {
  auto server = absl::WrapUnique(new TestingServer(journal));
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  // By default gRPC shares the port with other servers of this user.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.RegisterService(&server->service_);
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

absl::StatusOr<std::unique_ptr<TestingServer>> TestingServer::StartInProcess(
    support::Journal& journal) {
  auto server = absl::WrapUnique(new TestingServer(journal));
  grpc::ServerBuilder builder;  // No port: nothing can be in use.
  builder.RegisterService(&server->service_);
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr) {
    return absl::InternalError("gRPC does not start a server without a port");
  }
  return server;
}

TestingServer::~TestingServer() { Shutdown(absl::ZeroDuration()); }

void TestingServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
