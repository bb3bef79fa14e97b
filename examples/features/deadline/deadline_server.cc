// SPDX-License-Identifier: Apache-2.0

#include "deadline_server.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "carver.h"
#include "time_left.h"

namespace {

// Serves `service` on `listen`. Sets `port` to the one that was picked. Returns
// null if the address is not to be had.
std::unique_ptr<grpc::Server> Serve(grpc::Service& service,
                                    const std::string& listen, int& port) {
  grpc::ServerBuilder builder;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  // By default gRPC shares the port with other servers of this user.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.RegisterService(&service);
  return builder.BuildAndStart();
}

grpc::ServerUnaryReactor* Refuse(grpc::CallbackServerContext& context,
                                 const grpc::Status& status) {
  grpc::ServerUnaryReactor* const reactor = context.DefaultReactor();
  reactor->Finish(status);
  return reactor;
}

}  // namespace

grpc::ServerUnaryReactor* Workshop::SayHello(
    grpc::CallbackServerContext* context,
    const helloworld::HelloRequest* request, helloworld::HelloReply* reply) {
  support::CallLimit::Slot slot(limit_);  // Before anybody hears of the order.
  journal_.Write(absl::StrCat("workshop: ", TimeLeft(*context)));
  const size_t letters = request->name().size();
  if (letters == 0 || letters > kMostLetters) {
    slot.GiveBack();
    return Refuse(*context, grpc::Status(grpc::StatusCode::INVALID_ARGUMENT,
                                         absl::StrCat("name of ", letters,
                                                      " letters: wanted 1 to ",
                                                      kMostLetters)));
  }
  if (!slot.taken()) {
    return Refuse(*context, grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED,
                                         slot.refusal()));
  }
  return new Carver(*request, *reply, std::move(slot), journal_);
}

absl::StatusOr<std::unique_ptr<DeadlineServer>> DeadlineServer::Start(
    const std::string& listen, support::Journal& journal) {
  auto server = absl::WrapUnique(new DeadlineServer(journal));
  int port = 0;
  server->workshop_server_ = Serve(server->workshop_, "127.0.0.1:0", port);
  if (server->workshop_server_ == nullptr) {
    return absl::UnavailableError("no port is free for the workshop");
  }
  server->desk_ = std::make_unique<FrontDesk>(
      grpc::CreateChannel(absl::StrCat("127.0.0.1:", port),
                          grpc::InsecureChannelCredentials()),
      journal);
  server->desk_server_ = Serve(*server->desk_, listen, port);
  if (server->desk_server_ == nullptr) {
    return absl::UnavailableError(absl::StrCat(
        "cannot listen on ", listen,
        ": wanted an address of this machine and a port that is not in use"));
  }
  server->address_ =
      absl::StrCat(listen.substr(0, listen.rfind(':')), ":", port);
  return server;
}

DeadlineServer::~DeadlineServer() { Shutdown(absl::ZeroDuration()); }

void DeadlineServer::Shutdown(absl::Duration grace) {
  // The workshop first: an order that did not get its client's deadline ends
  // only with the workshop's answer. The destructor comes here too if Start has
  // failed.
  const auto deadline = absl::ToChronoTime(absl::Now() + grace);
  if (workshop_server_ != nullptr) workshop_server_->Shutdown(deadline);
  if (desk_server_ != nullptr) desk_server_->Shutdown(deadline);
}
