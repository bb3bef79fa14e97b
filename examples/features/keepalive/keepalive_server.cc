// SPDX-License-Identifier: Apache-2.0

#include "keepalive_server.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "keepalive_stream.h"
#include "support/quote.h"

namespace {

int Milliseconds(absl::Duration duration) {
  return static_cast<int>(absl::ToInt64Milliseconds(duration));
}

// A call that is over when it has begun.
class Refused final : public grpc::ServerWriteReactor<hello::HelloReply> {
 public:
  explicit Refused(const grpc::Status& why) { Finish(why); }
  void OnDone() override { delete this; }

 private:
  ~Refused() override = default;
};

}  // namespace

grpc::ServerWriteReactor<hello::HelloReply>* KeepaliveService::parrotHello(
    grpc::CallbackServerContext* /*context*/,
    const hello::HelloRequest* request) {
  const std::string& name = request->name();
  if (name.empty() || name.size() > kLongestName) {
    return new Refused(
        grpc::Status(grpc::StatusCode::INVALID_ARGUMENT,
                     absl::StrCat("name ", support::Quote(name),
                                  ": wanted 1 to ", kLongestName, " bytes")));
  }
  support::CallLimit::Slot slot(limit_);
  if (!slot.taken()) {
    return new Refused(
        grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, slot.refusal()));
  }
  return new KeepaliveStream(name, std::move(slot), journal_);
}

absl::StatusOr<std::unique_ptr<KeepaliveServer>> KeepaliveServer::Start(
    const std::string& listen, support::Journal& journal) {
  auto server = absl::WrapUnique(new KeepaliveServer(journal));
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  // By default gRPC shares the port with other servers of this user.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // A client from which nothing has come for a while is asked, and if it does
  // not answer, its calls are cancelled. As with the client, the wait for the
  // answer has two names.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS,
                             Milliseconds(kSilence));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS,
                             Milliseconds(kPatience));
  builder.AddChannelArgument("grpc.http2.ping_timeout_ms",
                             Milliseconds(kPatience));
  // Clients may ask too, also while they have no call open, but not all the
  // time: each answer costs something.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
      Milliseconds(kLeastInterval));
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, kStrikes);
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

KeepaliveServer::~KeepaliveServer() { Shutdown(absl::ZeroDuration()); }

void KeepaliveServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
