// SPDX-License-Identifier: Apache-2.0

#include "cancellation_reactors.h"

#include "absl/strings/str_cat.h"

namespace {

grpc::Status Refusal(const support::CallLimit::Slot& slot) {
  return grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, slot.refusal());
}

}  // namespace

CancellationUnary::CancellationUnary(support::CallLimit& limit,
                                     support::Journal& journal)
    : slot_(limit), journal_(journal) {
  if (!slot_.taken()) {
    Finish(Refusal(slot_));
    return;
  }
  // Tells the client that the call is at work. If that fails, the call is over,
  // and OnCancel says so.
  StartSendInitialMetadata();
}

void CancellationUnary::OnCancel() {
  if (!slot_.taken()) return;  // It was refused, and is finished already.
  slot_.GiveBack();
  journal_.Write("hello: OnCancel");
  // OnCancel ends nothing by itself. The client will not see this status.
  Finish(grpc::Status::CANCELLED);
}

CancellationWriter::CancellationWriter(const hello::HelloRequest& request,
                                       support::CallLimit& limit,
                                       support::Journal& journal)
    : slot_(limit), journal_(journal) {
  if (!slot_.taken()) {
    Finish(Refusal(slot_));
    return;
  }
  reply_.set_message(absl::StrCat("Hello, ", request.name(), "!"));
  StartWrite(&reply_);
}

void CancellationWriter::OnWriteDone(bool ok) {
  if (ok) {
    StartWrite(&reply_);
    return;
  }
  slot_.GiveBack();
  journal_.Write("parrotHello: a write failed");
  Finish(grpc::Status::CANCELLED);
}

CancellationReader::CancellationReader(
    const grpc::CallbackServerContext& context, hello::DelayedReply& reply,
    support::CallLimit& limit, support::Journal& journal)
    : slot_(limit), context_(context), reply_(reply), journal_(journal) {
  if (!slot_.taken()) {
    Finish(Refusal(slot_));
    return;
  }
  StartSendInitialMetadata();  // As in CancellationUnary; here reads fail.
  StartRead(&request_);
}

void CancellationReader::OnReadDone(bool ok) {
  if (ok) {
    ++requests_;
    StartRead(&request_);
    return;
  }
  slot_.GiveBack();
  if (context_.IsCancelled()) {
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
                                   support::CallLimit& limit,
                                   support::Journal& journal)
    : slot_(limit), context_(context), journal_(journal) {
  if (!slot_.taken()) {
    Finish(Refusal(slot_));
    return;
  }
  StartRead(&request_);
}

void CancellationChat::OnReadDone(bool ok) {
  if (ok) {
    reply_.set_message(absl::StrCat("Hello, ", request_.name(), "!"));
    StartWrite(&reply_);
    return;
  }
  slot_.GiveBack();
  if (context_.IsCancelled()) {
    journal_.Write("biHello: no more requests, cancelled");
    Finish(grpc::Status::CANCELLED);
  } else {
    journal_.Write("biHello: no more requests, half-closed");
    Finish(grpc::Status::OK);
  }
}

void CancellationChat::OnWriteDone(bool ok) {
  if (ok) {
    StartRead(&request_);
    return;
  }
  slot_.GiveBack();
  journal_.Write("biHello: a write failed");
  Finish(grpc::Status::CANCELLED);
}

// Does not finish: the read or write that is under way fails now, and its
// reaction does. Two calls of Finish would be one too many.
void CancellationChat::OnCancel() { journal_.Write("biHello: OnCancel"); }
