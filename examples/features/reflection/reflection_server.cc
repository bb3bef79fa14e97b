// SPDX-License-Identifier: Apache-2.0

#include "reflection_server.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"

namespace {

std::string Words(const hello::HelloRequest& request) {
  return absl::StrCat(request.greeting(), " ", request.name());
}

// A call that is refused at once.
class Refused final : public grpc::ServerWriteReactor<hello::HelloReply> {
 public:
  explicit Refused(const grpc::Status& status) { Finish(status); }
  void OnDone() override { delete this; }
};

// One call of parrotHello. One write is under way at a time, and the last one
// is followed by Finish. Deletes itself when the call is done.
class ThreeTimes final : public grpc::ServerWriteReactor<hello::HelloReply> {
 public:
  ThreeTimes(std::string words, support::CallLimit::Slot slot)
      : slot_(std::move(slot)), words_(std::move(words)) {
    Write();
  }

  void OnWriteDone(bool ok) override {
    if (!ok) {
      Finish(grpc::Status::CANCELLED);  // Nobody will see this status.
    } else if (written_ == 3) {
      Finish(grpc::Status::OK);
    } else {
      Write();
    }
  }
  void OnDone() override { delete this; }

 private:
  ~ThreeTimes() override = default;

  void Write() {
    reply_.set_message(absl::StrCat(words_, " ", ++written_));
    StartWrite(&reply_);
  }

  // To the end of the call: a client that does not read keeps it open.
  const support::CallLimit::Slot slot_;
  const std::string words_;
  int written_ = 0;
  hello::HelloReply reply_;  // gRPC reads it until OnWriteDone.
};

}  // namespace

grpc::ServerUnaryReactor* HelloToAnyone::hello(
    grpc::CallbackServerContext* context, const hello::HelloRequest* request,
    hello::HelloReply* reply) {
  journal_.Write(absl::StrCat("hello: ", Words(*request)));
  reply->set_message(Words(*request));
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerWriteReactor<hello::HelloReply>* HelloToAnyone::parrotHello(
    grpc::CallbackServerContext* /*context*/,
    const hello::HelloRequest* request) {
  support::CallLimit::Slot slot(limit_);
  journal_.Write(absl::StrCat("parrotHello: ", Words(*request)));
  if (!slot.taken()) {
    return new Refused(
        grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, slot.refusal()));
  }
  return new ThreeTimes(Words(*request), std::move(slot));
}

absl::StatusOr<std::unique_ptr<ReflectionServer>> ReflectionServer::Start(
    const std::string& listen, support::Journal& journal) {
  // From now on every server of this process has reflection. Not thread-safe.
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();

  auto server = absl::WrapUnique(new ReflectionServer(journal));
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  // By default gRPC shares the port with other servers of this user.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // Reflection is a synchronous service: a stream of it keeps a thread, and by
  // default the number of threads is not limited.
  builder.SetResourceQuota(grpc::ResourceQuota().SetMaxThreads(16));
  builder.RegisterService(&server->hello_);
  builder.RegisterService(&server->greeter_);
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

ReflectionServer::~ReflectionServer() { Shutdown(absl::ZeroDuration()); }

void ReflectionServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
