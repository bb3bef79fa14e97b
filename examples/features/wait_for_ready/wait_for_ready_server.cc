// SPDX-License-Identifier: Apache-2.0

#include "wait_for_ready_server.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

grpc::ServerUnaryReactor* WaitForReadyService::SayHello(
    grpc::CallbackServerContext* context,
    const helloworld::HelloRequest* request, helloworld::HelloReply* reply) {
  journal_.Write("SayHello: answers");
  reply->set_message(absl::StrCat("Hello, ", request->name(), "!"));
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerUnaryReactor* WaitForReadyService::SayHelloAgain(
    grpc::CallbackServerContext* context,
    const helloworld::HelloRequest* /*request*/,
    helloworld::HelloReply* /*reply*/) {
  support::CallLimit::Slot slot(limit_);
  if (!slot.taken()) {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(
        grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, slot.refusal()));
    return reactor;
  }
  return new WaitForReadyHeldCall(std::move(slot), journal_);
}

absl::StatusOr<std::unique_ptr<WaitForReadyServer>> WaitForReadyServer::Start(
    const std::string& listen, support::Journal& journal) {
  auto server = absl::WrapUnique(new WaitForReadyServer(journal));
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

WaitForReadyServer::~WaitForReadyServer() { Shutdown(absl::ZeroDuration()); }

void WaitForReadyServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
