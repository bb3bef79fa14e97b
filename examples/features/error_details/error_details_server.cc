// SPDX-License-Identifier: Apache-2.0

#include "error_details_server.h"

#include <memory>
#include <string>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

absl::StatusOr<std::unique_ptr<ErrorDetailsServer>> ErrorDetailsServer::Start(
    const std::string& listen, support::Journal& journal) {
  auto server = absl::WrapUnique(new ErrorDetailsServer(journal));
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  // By default gRPC shares the port with other servers of this user.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.RegisterService(&server->service_);
  builder.RegisterService(&server->strange_);
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

ErrorDetailsServer::~ErrorDetailsServer() { Shutdown(absl::ZeroDuration()); }

void ErrorDetailsServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ != nullptr) {
    server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
  }
}
