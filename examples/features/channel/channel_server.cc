// SPDX-License-Identifier: Apache-2.0

#include "channel_server.h"

#include <memory>
#include <string>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

grpc::ServerUnaryReactor* ChannelGreeter::SayHello(
    grpc::CallbackServerContext* context,
    const helloworld::HelloRequest* request, helloworld::HelloReply* reply) {
  // The peer is the address and port at the other end of the connection.
  log_.Write("Greeter", context->peer(), context->client_metadata());
  reply->set_message(absl::StrCat("Hello, ", request->name(), "!"));
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerUnaryReactor* ChannelHello::hello(
    grpc::CallbackServerContext* context, const hello::HelloRequest* request,
    hello::HelloReply* reply) {
  log_.Write("Hello", context->peer(), context->client_metadata());
  reply->set_message(
      absl::StrCat(request->greeting(), ", ", request->name(), "!"));
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

absl::StatusOr<std::unique_ptr<ChannelServer>> ChannelServer::Start(
    const std::string& listen, support::Journal& journal) {
  auto server = absl::WrapUnique(new ChannelServer(journal));
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  // By default gRPC shares the port with other servers of this user.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.RegisterService(&server->greeter_);
  builder.RegisterService(&server->hello_);
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

ChannelServer::~ChannelServer() { Shutdown(absl::ZeroDuration()); }

void ChannelServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
