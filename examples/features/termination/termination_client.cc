// SPDX-License-Identifier: Apache-2.0

#include "termination_client.h"

#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "support/exit_status.h"

namespace {

void SetDeadline(grpc::ClientContext& context,
                 absl::Duration timeout = absl::Minutes(1)) {
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
}

hello::HelloRequest Request(const std::string& name) {
  hello::HelloRequest request;
  request.set_name(name);
  return request;
}

absl::Status Result(const std::string& call, const grpc::Status& status) {
  return support::CallStatus(call, status.error_code(), status.error_message());
}

}  // namespace

absl::Status TerminationClient::CancelAfterTheLastReply() {
  grpc::ClientContext context;
  SetDeadline(context);
  const auto reader = stub_->parrotHello(&context, Request("Ada"));
  hello::HelloReply reply;
  while (reader->Read(&reply)) {
  }
  // The server has ended the call, and its status is here. It does not count
  // before Finish has asked for it.
  context.TryCancel();
  return Result("parrotHello", reader->Finish());
}

absl::StatusOr<std::string> TerminationClient::Hello(absl::Duration timeout) {
  grpc::ClientContext context;
  SetDeadline(context, timeout);
  hello::HelloReply reply;
  const grpc::Status status = stub_->hello(&context, Request("Ada"), &reply);
  if (!status.ok()) return Result("hello", status);
  return reply.message();
}

absl::StatusOr<std::string> TerminationClient::GreetWithoutEnd(
    const std::string& name) {
  grpc::ClientContext context;
  SetDeadline(context);
  hello::DelayedReply reply;
  const auto writer = stub_->clientHello(&context, &reply);
  // True only says that gRPC has taken the message. False says that the call
  // is over, but not how.
  while (writer->Write(Request(name))) {
  }
  const grpc::Status status = writer->Finish();
  if (!status.ok()) return Result("clientHello", status);
  return reply.message();
}

absl::StatusOr<std::string> TerminationClient::ReadWithoutHalfClose() {
  grpc::ClientContext context;
  SetDeadline(context);
  const auto stream = stub_->biHello(&context);
  const bool sent = stream->Write(Request("Ada"));
  // Sent or not: Finish waits for the end of the replies. False says that the
  // server has ended the call. Nothing is left to half-close.
  std::string last;
  hello::HelloReply reply;
  while (stream->Read(&reply)) last = reply.message();
  const grpc::Status status = stream->Finish();
  if (!status.ok()) return Result("biHello", status);
  if (!sent) return absl::AbortedError("biHello: ended before all was sent");
  return last;
}

absl::Status GreetAndCut(TerminationCable& cable) {
  hello::Hello::Stub stub(cable.channel());
  grpc::ClientContext context;
  SetDeadline(context);
  hello::DelayedReply reply;
  const auto writer = stub.clientHello(&context, &reply);
  writer->WaitForInitialMetadata();
  cable.Cut();
  return Result("clientHello", writer->Finish());
}
