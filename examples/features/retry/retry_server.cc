// SPDX-License-Identifier: Apache-2.0

#include "retry_server.h"

#include <memory>
#include <string>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "retry_attempt.h"
#include "retry_chat.h"

grpc::ServerUnaryReactor* RetryService::hello(
    grpc::CallbackServerContext* context, const hello::HelloRequest* request,
    hello::HelloReply* reply) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  RetryAttempt attempt(*context, journal_);
  if (!attempt.status().ok()) {
    reactor->Finish(attempt.status());
  } else if (attempt.FailsAt(1)) {
    reactor->Finish(attempt.Fail());
  } else {
    reply->set_message(attempt.Greet(request->name()));
    reactor->Finish(grpc::Status::OK);
  }
  return reactor;
}

grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply>*
RetryService::biHello(grpc::CallbackServerContext* context) {
  return new RetryChat(*context, limit_, journal_);
}

absl::StatusOr<std::unique_ptr<RetryServer>> RetryServer::Start(
    const std::string& listen, support::Journal& journal) {
  auto server = absl::WrapUnique(new RetryServer(journal));
  grpc::ServerBuilder builder;
  int port = 0;
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

RetryServer::~RetryServer() { Shutdown(absl::ZeroDuration()); }

void RetryServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
