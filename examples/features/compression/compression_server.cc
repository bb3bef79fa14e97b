// SPDX-License-Identifier: Apache-2.0

#include "compression_server.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "compression_parrot.h"
#include "support/quote.h"

namespace {

// A call that is refused at once.
class Refused final : public grpc::ServerWriteReactor<hello::HelloReply> {
 public:
  explicit Refused(const grpc::Status& status) { Finish(status); }
  void OnDone() override { delete this; }
};

}  // namespace

grpc::ServerUnaryReactor* CompressionService::hello(
    grpc::CallbackServerContext* context, const hello::HelloRequest* request,
    hello::HelloReply* reply) {
  // The message is unpacked when it comes here, whatever it was on the way.
  reply->set_message(absl::StrCat(request->greeting().size(), " bytes"));
  journal_.Write(absl::StrCat("took ", reply->message()));
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerWriteReactor<hello::HelloReply>* CompressionService::parrotHello(
    grpc::CallbackServerContext* context, const hello::HelloRequest* request) {
  // For the whole call, and so before its first message.
  if (request->greeting() == "plain") {
    context->set_compression_algorithm(GRPC_COMPRESS_NONE);
  } else if (request->greeting() == "level") {
    // gRPC picks one of the algorithms that the client says it can read.
    context->set_compression_level(GRPC_COMPRESS_LEVEL_LOW);
  } else if (!request->greeting().empty() &&
             request->greeting() != "second plain") {
    return new Refused(grpc::Status(
        grpc::StatusCode::INVALID_ARGUMENT,
        absl::StrCat("greeting ", support::Quote(request->greeting()),
                     ": wanted nothing, \"plain\", \"second plain\" or "
                     "\"level\"")));
  }
  support::CallLimit::Slot slot(limit_);
  if (!slot.taken()) {
    return new Refused(
        grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, slot.refusal()));
  }
  return new CompressionParrot(request->greeting() == "second plain",
                               std::move(slot));
}

absl::StatusOr<std::unique_ptr<CompressionServer>> CompressionServer::Start(
    const std::string& listen, support::Journal& journal) {
  auto server = absl::WrapUnique(new CompressionServer(journal));
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  // By default gRPC shares the port with other servers of this user.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // What we send, unless a call says otherwise.
  builder.SetDefaultCompressionAlgorithm(GRPC_COMPRESS_GZIP);
  // What we take: by default all that gRPC knows.
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
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

CompressionServer::~CompressionServer() { Shutdown(absl::ZeroDuration()); }

void CompressionServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
