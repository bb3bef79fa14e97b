// SPDX-License-Identifier: Apache-2.0

#include "unix_socket_server.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "support/quote.h"

grpc::ServerUnaryReactor* UnixSocketService::SayHello(
    grpc::CallbackServerContext* context,
    const helloworld::HelloRequest* request, helloworld::HelloReply* reply) {
  // Of a caller's address no more is known than its kind: a client's socket has
  // no name.
  journal_.Write(absl::StartsWith(context->peer(), "unix")
                     ? "a call from this machine"
                     : "a call from " + context->peer());
  reply->set_message(absl::StrCat("Hello, ", request->name(), "!"));
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

UnixSocketServer::UnixSocketServer(std::string address,
                                   support::Journal& journal)
    : address_(std::move(address)), service_(journal) {}

absl::StatusOr<std::unique_ptr<UnixSocketServer>> UnixSocketServer::Start(
    const std::string& address, support::Journal& journal) {
  auto server = absl::WrapUnique(new UnixSocketServer(address, journal));
  // gRPC reads an address as a URI, where these are no part of a path.
  if (address.find_first_of("%?#") != std::string::npos) {
    return absl::InvalidArgumentError(absl::StrCat(
        "address ", support::Quote(address), ": wanted none of % ? #"));
  }
  absl::string_view path = address;
  if (absl::ConsumePrefix(&path, "unix:")) {
    auto taken = PrivatePath::Take(std::string(path));
    if (!taken.ok()) return taken.status();
    server->path_ = *std::move(taken);
  } else if (!absl::ConsumePrefix(&path, "unix-abstract:") || path.empty() ||
             path.size() > PrivatePath::kLongest) {
    return absl::InvalidArgumentError(
        absl::StrCat("address ", support::Quote(address),
                     ": wanted unix:PATH or unix-abstract:NAME, of up to ",
                     PrivatePath::kLongest, " bytes"));
  }
  if (const absl::Status listens = server->Listen(); !listens.ok()) {
    return listens;
  }
  return server;
}

absl::Status UnixSocketServer::Listen() {
  grpc::ServerBuilder builder;
  // Local credentials see to it that the caller is on this machine. UDS is a
  // Unix domain socket.
  builder.AddListeningPort(address_,
                           grpc::experimental::LocalServerCredentials(UDS));
  builder.RegisterService(&service_);
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", address_,
                     ": wanted an address that is not in use"));
  }
  // The folder has kept everybody out until here.
  return path_ != nullptr ? path_->CloseToOthers() : absl::OkStatus();
}

UnixSocketServer::~UnixSocketServer() { Shutdown(absl::ZeroDuration()); }

void UnixSocketServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
