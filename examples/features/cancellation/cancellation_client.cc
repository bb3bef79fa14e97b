// SPDX-License-Identifier: Apache-2.0

#include "cancellation_client.h"

#include <future>
#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "support/exit_status.h"

namespace {

void SetDeadline(grpc::ClientContext& context) {
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(1)));
}

hello::HelloRequest Request(const std::string& name) {
  hello::HelloRequest request;
  request.set_name(name);
  return request;
}

absl::Status Result(const std::string& call, const grpc::Status& status) {
  return support::CallStatus(call, status.error_code(), status.error_message());
}

// A call of hello that cancels itself. With the callback API, because a
// synchronous unary call returns only at its end: another thread would have to
// cancel it, and could not know when it is at work.
class CancelledHello final : public grpc::ClientUnaryReactor {
 public:
  explicit CancelledHello(hello::Hello::Stub& stub) : request_(Request("Ada")) {
    SetDeadline(context_);
    stub.async()->hello(&context_, &request_, &reply_, this);
    StartCall();
  }

  // Must be called, once: gRPC uses the object until it returns.
  grpc::Status Wait() { return status_.get_future().get(); }

 private:
  void OnReadInitialMetadataDone(bool ok) override {
    // Only asks, on any thread, and returns at once. Not ok: it is over.
    if (ok) context_.TryCancel();
  }
  void OnDone(const grpc::Status& status) override {
    status_.set_value(status);
  }

  grpc::ClientContext context_;
  const hello::HelloRequest request_;
  hello::HelloReply reply_;
  std::promise<grpc::Status> status_;
};

}  // namespace

absl::Status CancellationClient::CancelHello() {
  return Result("hello", CancelledHello(*stub_).Wait());
}

absl::Status CancellationClient::CancelParrotHello() {
  grpc::ClientContext context;
  SetDeadline(context);
  const auto reader = stub_->parrotHello(&context, Request("Ada"));
  hello::HelloReply reply;
  if (reader->Read(&reply)) context.TryCancel();
  return Result("parrotHello", reader->Finish());
}

absl::Status CancellationClient::CancelClientHello() {
  grpc::ClientContext context;
  SetDeadline(context);
  hello::DelayedReply reply;
  const auto writer = stub_->clientHello(&context, &reply);
  writer->WaitForInitialMetadata();
  if (writer->Write(Request("Ada"))) context.TryCancel();
  return Result("clientHello", writer->Finish());
}

absl::Status CancellationClient::CancelBiHello() {
  grpc::ClientContext context;
  SetDeadline(context);
  const auto stream = stub_->biHello(&context);
  hello::HelloReply reply;
  if (stream->Write(Request("Ada")) && stream->Read(&reply)) {
    context.TryCancel();
  }
  return Result("biHello", stream->Finish());
}

absl::StatusOr<std::string> CancellationClient::HalfCloseClientHello() {
  grpc::ClientContext context;
  SetDeadline(context);
  hello::DelayedReply reply;
  const auto writer = stub_->clientHello(&context, &reply);
  const bool sent = writer->Write(Request("Ada")) &&
                    writer->Write(Request("Bo")) && writer->WritesDone();
  const grpc::Status status = writer->Finish();
  if (!status.ok()) return Result("clientHello", status);
  if (!sent) {
    return absl::AbortedError("clientHello: ended before all was sent");
  }
  return reply.message();
}

absl::StatusOr<std::string> CancellationClient::CancelBiHelloTooLate() {
  grpc::ClientContext context;
  SetDeadline(context);
  const auto stream = stub_->biHello(&context);
  hello::HelloReply reply;
  const bool answered = stream->Write(Request("Ada")) && stream->Read(&reply) &&
                        stream->WritesDone();
  const grpc::Status status = stream->Finish();
  context.TryCancel();  // Nothing is left to cancel.
  if (!status.ok()) return Result("biHello", status);
  if (!answered) return absl::AbortedError("biHello: ended without an answer");
  return reply.message();
}
