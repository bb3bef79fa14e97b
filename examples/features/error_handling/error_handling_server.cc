// SPDX-License-Identifier: Apache-2.0

#include "error_handling_server.h"

#include <memory>
#include <string>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

absl::StatusOr<std::unique_ptr<ErrorHandlingServer>> ErrorHandlingServer::Start(
    const std::string& listen, support::Journal& journal) {
  auto server = absl::WrapUnique(new ErrorHandlingServer(journal));
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  // By default gRPC shares the port with other servers of this user.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // The porter is synchronous: a call that he answers keeps a thread.
  builder.SetResourceQuota(grpc::ResourceQuota().SetMaxThreads(64));
  builder.RegisterService(&server->desk_);
  builder.RegisterService(&server->porter_);
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

ErrorHandlingServer::~ErrorHandlingServer() { Shutdown(absl::ZeroDuration()); }

void ErrorHandlingServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
