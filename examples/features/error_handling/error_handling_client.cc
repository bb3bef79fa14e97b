// SPDX-License-Identifier: Apache-2.0

#include "error_handling_client.h"

#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "support/exit_status.h"

namespace {

void SetDeadline(grpc::ClientContext& context,
                 absl::Duration timeout = absl::Minutes(1)) {
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
}

}  // namespace

absl::StatusOr<std::string> ErrorHandlingClient::Ask(const std::string& name,
                                                     const std::string& wish,
                                                     const std::string& key) {
  hello::HelloRequest request;
  request.set_name(name);
  request.set_greeting(wish);
  grpc::ClientContext context;
  SetDeadline(context);
  if (!key.empty()) context.AddMetadata("inn-key", key);
  hello::HelloReply reply;
  const grpc::Status status = inn_->hello(&context, request, &reply);
  if (!status.ok()) {
    return support::CallStatus("hello", status.error_code(),
                               status.error_message());
  }
  return reply.message();
}

absl::Status ErrorHandlingClient::WaitForPost(absl::Duration timeout) {
  grpc::ClientContext context;
  SetDeadline(context, timeout);
  const auto letters = inn_->parrotHello(&context, hello::HelloRequest());
  hello::HelloReply letter;
  while (letters->Read(&letter)) {
  }
  const grpc::Status status = letters->Finish();
  return support::CallStatus("parrotHello", status.error_code(),
                             status.error_message());
}

absl::Status ErrorHandlingClient::WaitForPostAndCancel() {
  grpc::ClientContext context;
  SetDeadline(context);
  const auto letters = inn_->parrotHello(&context, hello::HelloRequest());
  hello::HelloReply letter;
  while (letters->Read(&letter)) context.TryCancel();
  const grpc::Status status = letters->Finish();
  return support::CallStatus("parrotHello", status.error_code(),
                             status.error_message());
}

absl::StatusOr<std::string> ErrorHandlingClient::CarryBags(
    const std::string& room) {
  helloworld::HelloRequest request;
  request.set_name(room);
  grpc::ClientContext context;
  SetDeadline(context);
  helloworld::HelloReply reply;
  const grpc::Status status = porter_->SayHello(&context, request, &reply);
  if (!status.ok()) {
    return support::CallStatus("SayHello", status.error_code(),
                               status.error_message());
  }
  return reply.message();
}

absl::StatusOr<std::string> ErrorHandlingClient::CarryBagsAgain(
    const std::string& room) {
  helloworld::HelloRequest request;
  request.set_name(room);
  grpc::ClientContext context;
  SetDeadline(context);
  helloworld::HelloReply reply;
  const grpc::Status status = porter_->SayHelloAgain(&context, request, &reply);
  if (!status.ok()) {
    return support::CallStatus("SayHelloAgain", status.error_code(),
                               status.error_message());
  }
  return reply.message();
}
