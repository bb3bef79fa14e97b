// SPDX-License-Identifier: Apache-2.0

#include "greeter_callback_client.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "support/exit_status.h"

namespace {

// What gRPC reads and writes until the callback has run. The callback owns it.
struct Call {
  grpc::ClientContext context;
  helloworld::HelloRequest request;
  helloworld::HelloReply reply;
};

}  // namespace

GreeterCallbackClient::GreeterCallbackClient(
    const std::shared_ptr<grpc::Channel>& channel, absl::Duration timeout)
    : stub_(helloworld::Greeter::NewStub(channel)), timeout_(timeout) {}

void GreeterCallbackClient::SayHello(const std::string& name, Done done) {
  auto call = std::make_shared<Call>();
  call->request.set_name(name);
  call->context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));

  stub_->async()->SayHello(
      &call->context, &call->request, &call->reply,
      [call, done = std::move(done)](const grpc::Status& status) {
        if (!status.ok()) {
          done(support::CallStatus("SayHello", status.error_code(),
                                   status.error_message()));
          return;
        }
        done(call->reply.message());
      });
}

void GreeterCallbackClient::SayHelloAgain(const std::string& name, Done done) {
  auto call = std::make_shared<Call>();
  call->request.set_name(name);
  call->context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));

  stub_->async()->SayHelloAgain(
      &call->context, &call->request, &call->reply,
      [call, done = std::move(done)](const grpc::Status& status) {
        if (!status.ok()) {
          done(support::CallStatus("SayHelloAgain", status.error_code(),
                                   status.error_message()));
          return;
        }
        done(call->reply.message());
      });
}
