// SPDX-License-Identifier: Apache-2.0

#include "async_styles_server.h"

#include <memory>
#include <string>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "support/quote.h"

namespace {

grpc::ServerUnaryReactor* FinishAtOnce(grpc::CallbackServerContext* context,
                                       const grpc::Status& status) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(status);
  return reactor;
}

}  // namespace

grpc::ServerUnaryReactor* CrowdGreeter::SayHello(
    grpc::CallbackServerContext* context,
    const helloworld::HelloRequest* request, helloworld::HelloReply* reply) {
  reply->set_message(absl::StrCat("Hello, ", request->name(), "!"));

  const auto found = context->client_metadata().find("crowd");
  if (found == context->client_metadata().end()) {
    journal_.Write("a call that waits for nobody");
    return FinishAtOnce(context, grpc::Status::OK);
  }
  const std::string crowd(found->second.data(), found->second.size());
  if (crowd.size() > kLongestCrowd) {
    return FinishAtOnce(
        context,
        grpc::Status(
            grpc::StatusCode::INVALID_ARGUMENT,
            absl::StrCat("metadata crowd ", support::Quote(crowd),
                         ": wanted at most ", kLongestCrowd, " bytes")));
  }
  return new WaitingCall(crowd, room_);
}

absl::StatusOr<std::unique_ptr<AsyncStylesServer>> AsyncStylesServer::Start(
    const std::string& listen, support::Journal& journal) {
  auto server = absl::WrapUnique(new AsyncStylesServer(journal));
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  // By default gRPC shares the port with other servers of this user.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // A call that waits keeps its request and its reply, and many may wait.
  builder.SetMaxReceiveMessageSize(CrowdGreeter::kMostRequestBytes);
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

AsyncStylesServer::~AsyncStylesServer() { Shutdown(absl::ZeroDuration()); }

void AsyncStylesServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
