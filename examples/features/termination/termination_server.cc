// SPDX-License-Identifier: Apache-2.0

#include "termination_server.h"

#include <memory>
#include <string>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "termination_reactors.h"

grpc::ServerUnaryReactor* TerminationService::hello(
    grpc::CallbackServerContext* context,
    const hello::HelloRequest* /*request*/, hello::HelloReply* reply) {
  return new TerminationUnary(*context, *reply, limit_, journal_);
}

grpc::ServerWriteReactor<hello::HelloReply>* TerminationService::parrotHello(
    grpc::CallbackServerContext* context,
    const hello::HelloRequest* /*request*/) {
  return new TerminationWriter(*context, journal_);
}

grpc::ServerReadReactor<hello::HelloRequest>* TerminationService::clientHello(
    grpc::CallbackServerContext* context, hello::DelayedReply* reply) {
  return new TerminationReader(*context, *reply, limit_, journal_);
}

grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply>*
TerminationService::biHello(grpc::CallbackServerContext* context) {
  return new TerminationChat(*context, limit_, journal_);
}

absl::StatusOr<std::unique_ptr<TerminationServer>> TerminationServer::Start(
    const std::string& listen, support::Journal& journal) {
  auto server = absl::WrapUnique(new TerminationServer(journal));
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

TerminationServer::~TerminationServer() { Shutdown(absl::ZeroDuration()); }

void TerminationServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
