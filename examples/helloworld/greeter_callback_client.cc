// SPDX-License-Identifier: Apache-2.0

#include "greeter_callback_client.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "support/exit_status.h"

namespace {

// What gRPC reads and writes until the callback runs.
//
// The context holds a reference to the channel. To destroy the last channel is
// to join the threads that run callbacks (gRPC 1.51), and one of them would
// wait for itself. So the callback deletes the call before `done`, which may
// let the caller destroy the client.
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
  auto* const call = new Call;
  call->request.set_name(name);
  call->context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));

  stub_->async()->SayHello(
      &call->context, &call->request, &call->reply,
      [call, done = std::move(done)](const grpc::Status& status) {
        absl::StatusOr<std::string> greeting =
            status.ok() ? absl::StatusOr<std::string>(call->reply.message())
                        : support::CallStatus("SayHello", status.error_code(),
                                              status.error_message());
        delete call;
        done(std::move(greeting));
      });
}

void GreeterCallbackClient::SayHelloAgain(const std::string& name, Done done) {
  auto* const call = new Call;
  call->request.set_name(name);
  call->context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));

  stub_->async()->SayHelloAgain(
      &call->context, &call->request, &call->reply,
      [call, done = std::move(done)](const grpc::Status& status) {
        absl::StatusOr<std::string> greeting =
            status.ok()
                ? absl::StatusOr<std::string>(call->reply.message())
                : support::CallStatus("SayHelloAgain", status.error_code(),
                                      status.error_message());
        delete call;
        done(std::move(greeting));
      });
}
