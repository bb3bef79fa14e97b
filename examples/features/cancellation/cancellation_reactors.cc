// SPDX-License-Identifier: Apache-2.0

#include "cancellation_reactors.h"

#include "absl/strings/str_cat.h"

CancellationUnary::CancellationUnary(support::Journal& journal)
    : journal_(journal) {
  // Tells the client that the call is at work. If that fails, the call is over,
  // and OnCancel says so.
  StartSendInitialMetadata();
}

void CancellationUnary::OnCancel() {
  journal_.Write("hello: OnCancel");
  // OnCancel ends nothing by itself. The client will not see this status.
  Finish(grpc::Status::CANCELLED);
}

CancellationWriter::CancellationWriter(const hello::HelloRequest& request,
                                       support::Journal& journal)
    : journal_(journal) {
  reply_.set_message(absl::StrCat("Hello, ", request.name(), "!"));
  StartWrite(&reply_);
}

void CancellationWriter::OnWriteDone(bool ok) {
  if (!ok) {
    journal_.Write("parrotHello: a write failed");
    Finish(grpc::Status::CANCELLED);
    return;
  }
  StartWrite(&reply_);
}

CancellationReader::CancellationReader(
    const grpc::CallbackServerContext& context, hello::DelayedReply& reply,
    support::Journal& journal)
    : context_(context), reply_(reply), journal_(journal) {
  StartSendInitialMetadata();  // As in CancellationUnary; here reads fail.
  StartRead(&request_);
}

void CancellationReader::OnReadDone(bool ok) {
  if (ok) {
    ++requests_;
    StartRead(&request_);
  } else if (context_.IsCancelled()) {
    journal_.Write("clientHello: no more requests, cancelled");
    Finish(grpc::Status::CANCELLED);
  } else {
    // Half-close: the client has sent all, and waits for the answer.
    journal_.Write("clientHello: no more requests, answers");
    reply_.set_message(absl::StrCat("Hello to all ", requests_, "!"));
    Finish(grpc::Status::OK);
  }
}

CancellationChat::CancellationChat(const grpc::CallbackServerContext& context,
                                   support::Journal& journal)
    : context_(context), journal_(journal) {
  StartRead(&request_);
}

void CancellationChat::OnReadDone(bool ok) {
  if (ok) {
    reply_.set_message(absl::StrCat("Hello, ", request_.name(), "!"));
    StartWrite(&reply_);
  } else if (context_.IsCancelled()) {
    journal_.Write("biHello: no more requests, cancelled");
    Finish(grpc::Status::CANCELLED);
  } else {
    journal_.Write("biHello: no more requests, half-closed");
    Finish(grpc::Status::OK);
  }
}

void CancellationChat::OnWriteDone(bool ok) {
  if (!ok) {
    journal_.Write("biHello: a write failed");
    Finish(grpc::Status::CANCELLED);
    return;
  }
  StartRead(&request_);
}

// Does not finish: the read or write that is under way fails now, and its
// reaction does. Two calls of Finish would be one too many.
void CancellationChat::OnCancel() { journal_.Write("biHello: OnCancel"); }
