// SPDX-License-Identifier: Apache-2.0

#include "greeter_coroutine_client.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "coroutine/client.h"
#include "coroutine/task.h"
#include "support/exit_status.h"

GreeterCoroutineClient::GreeterCoroutineClient(
    const std::shared_ptr<grpc::Channel>& channel, absl::Duration timeout)
    : stub_(helloworld::Greeter::NewStub(channel)), timeout_(timeout) {}

coroutine::Task<absl::StatusOr<std::string>> GreeterCoroutineClient::SayHello(
    std::string name) {
  helloworld::HelloRequest request;
  request.set_name(std::move(name));

  // What gRPC reads and writes is in the coroutine's frame, and so lives for as
  // long as the call.
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));

  helloworld::HelloReply reply;
  coroutine::ClientUnary call;
  stub_->async()->SayHello(&context, &request, &reply, &call);
  const grpc::Status status = co_await call.Finish();
  if (!status.ok()) {
    co_return support::CallStatus("SayHello", status.error_code(),
                                  status.error_message());
  }
  co_return reply.message();
}

coroutine::Task<absl::StatusOr<std::string>>
GreeterCoroutineClient::SayHelloAgain(std::string name) {
  helloworld::HelloRequest request;
  request.set_name(std::move(name));

  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));

  helloworld::HelloReply reply;
  coroutine::ClientUnary call;
  stub_->async()->SayHelloAgain(&context, &request, &reply, &call);
  const grpc::Status status = co_await call.Finish();
  if (!status.ok()) {
    co_return support::CallStatus("SayHelloAgain", status.error_code(),
                                  status.error_message());
  }
  co_return reply.message();
}
