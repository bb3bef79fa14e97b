// SPDX-License-Identifier: Apache-2.0

#include "flow_control_server.h"

#include <memory>
#include <string>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "flow_control_echo.h"
#include "flow_control_listener.h"
#include "flow_control_message.h"
#include "flow_control_parrot.h"
#include "support/quote.h"

namespace {

// A call that is refused at once.
class Refused final : public grpc::ServerWriteReactor<hello::HelloReply> {
 public:
  explicit Refused(const grpc::Status& status) { Finish(status); }
  void OnDone() override { delete this; }
};

}  // namespace

grpc::ServerUnaryReactor* FlowControlService::hello(
    grpc::CallbackServerContext* context, const hello::HelloRequest* request,
    hello::HelloReply* reply) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  const absl::StatusOr<int> messages = Ask(*request);
  if (messages.ok()) {
    reply->set_message(absl::StrCat(*messages));
    reactor->Finish(grpc::Status::OK);
  } else {
    reactor->Finish(
        grpc::Status(static_cast<grpc::StatusCode>(messages.status().code()),
                     std::string(messages.status().message())));
  }
  return reactor;
}

absl::StatusOr<int> FlowControlService::Ask(
    const hello::HelloRequest& request) {
  // First, because a call that goes on may soon have ended.
  const absl::StatusOr<int> messages = calls_.Messages(request.name());
  if (!messages.ok() || request.greeting().empty()) return messages;
  if (request.greeting() != "go on") {
    return absl::InvalidArgumentError(
        absl::StrCat("greeting ", support::Quote(request.greeting()),
                     ": wanted nothing or \"go on\""));
  }
  const absl::Status status = calls_.GoOn(request.name());
  if (!status.ok()) return status;
  return messages;
}

grpc::ServerWriteReactor<hello::HelloReply>* FlowControlService::parrotHello(
    grpc::CallbackServerContext* context, const hello::HelloRequest* request) {
  int messages = 0;
  if (!absl::SimpleAtoi(request->greeting(), &messages) || messages < 1 ||
      messages > kMostMessages) {
    return new Refused(grpc::Status(
        grpc::StatusCode::INVALID_ARGUMENT,
        absl::StrCat("greeting ", support::Quote(request->greeting()),
                     ": wanted a number of messages, 1 to ", kMostMessages)));
  }
  return new FlowControlParrot(*context, messages, calls_, journal_);
}

grpc::ServerReadReactor<hello::HelloRequest>* FlowControlService::clientHello(
    grpc::CallbackServerContext* context, hello::DelayedReply* reply) {
  return new FlowControlListener(*context, *reply, calls_);
}

grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply>*
FlowControlService::biHello(grpc::CallbackServerContext* /*context*/) {
  return new FlowControlEcho(calls_);
}

absl::StatusOr<std::unique_ptr<FlowControlServer>> FlowControlServer::Start(
    const std::string& listen, support::Journal& journal) {
  auto server = absl::WrapUnique(new FlowControlServer(journal));
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  // By default gRPC shares the port with other servers of this user.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // What a client may send ahead of our reads, for each stream.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES,
                             kFlowControlWindowBytes);
  // By default gRPC measures the connection and lets the windows grow.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_BDP_PROBE, 0);
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

FlowControlServer::~FlowControlServer() { Shutdown(absl::ZeroDuration()); }

void FlowControlServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
