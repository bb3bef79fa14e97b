// SPDX-License-Identifier: Apache-2.0

#include "multiplex_server.h"

#include <memory>
#include <string>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "multiplex_guest.h"
#include "multiplex_porter.h"
#include "support/quote.h"

grpc::ServerUnaryReactor* MultiplexGreeter::SayHello(
    grpc::CallbackServerContext* context,
    const helloworld::HelloRequest* request, helloworld::HelloReply* reply) {
  // What waits is kept, so it has to be small.
  const std::string& name = request->name();
  if (name.empty() || name.size() > kMostBytes) {
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(
        grpc::Status(grpc::StatusCode::INVALID_ARGUMENT,
                     absl::StrCat("name ", support::Quote(name),
                                  ": wanted 1 to ", kMostBytes, " bytes")));
    return reactor;
  }
  return new MultiplexGuest(*context, *request, *reply, house_.census,
                            house_.room, house_.journal);
}

grpc::ServerUnaryReactor* MultiplexGreeter::SayHelloAgain(
    grpc::CallbackServerContext* context,
    const helloworld::HelloRequest* request, helloworld::HelloReply* reply) {
  reply->set_message(absl::StrCat("Hello again, ", request->name(), "!"));
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerUnaryReactor* MultiplexHello::hello(
    grpc::CallbackServerContext* context,
    const hello::HelloRequest* /*request*/, hello::HelloReply* reply) {
  MultiplexCensus::Entry entry(house_.census, *context);
  reply->set_message(house_.census.Count());
  entry.Leave();  // Before the client hears of the end: it may count at once.
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  reactor->Finish(entry.status());
  return reactor;
}

grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply>*
MultiplexHello::biHello(grpc::CallbackServerContext* context) {
  return new MultiplexPorter(*context, house_.census, house_.room,
                             house_.journal);
}

absl::StatusOr<std::unique_ptr<MultiplexServer>> MultiplexServer::Start(
    const std::string& listen, support::Journal& journal) {
  auto server = absl::WrapUnique(new MultiplexServer(journal));
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  // By default gRPC shares the port with other servers of this user.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS,
                             kMostCallsPerConnection);
  // One port for both. The path of a call, /helloworld.Greeter/SayHello, says
  // which of them it is for.
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

MultiplexServer::~MultiplexServer() { Shutdown(absl::ZeroDuration()); }

void MultiplexServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
