// SPDX-License-Identifier: Apache-2.0

#include "termination_reactors.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "support/quote.h"

namespace {

// How the server sees a call of `method` that it has ended with `code`.
std::string Verdict(const std::string& method, grpc::StatusCode code,
                    const grpc::CallbackServerContext& context) {
  return absl::StrCat(
      method, ": ",
      absl::StatusCodeToString(static_cast<absl::StatusCode>(code)),
      context.IsCancelled() ? ", nobody waits" : "");
}

grpc::Status Refusal(const support::CallLimit::Slot& slot) {
  return grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, slot.refusal());
}

}  // namespace

TerminationUnary::TerminationUnary(const grpc::CallbackServerContext& context,
                                   hello::HelloReply& reply,
                                   support::CallLimit& limit,
                                   support::Journal& journal)
    : slot_(limit), context_(context), reply_(reply), journal_(journal) {
  if (slot_.taken()) return;
  code_ = grpc::StatusCode::RESOURCE_EXHAUSTED;
  Finish(Refusal(slot_));
}

void TerminationUnary::OnCancel() {
  if (!slot_.taken()) return;  // It was refused, and is finished already.
  slot_.GiveBack();
  reply_.set_message("Hello!");
  Finish(grpc::Status::OK);
}

void TerminationUnary::OnDone() {
  journal_.Write(Verdict("hello", code_, context_));
  delete this;
}

TerminationWriter::TerminationWriter(const grpc::CallbackServerContext& context,
                                     support::Journal& journal)
    : context_(context), journal_(journal) {
  reply_.set_message("Hello!");
  StartWriteAndFinish(&reply_, grpc::WriteOptions(), grpc::Status::OK);
}

void TerminationWriter::OnDone() {
  journal_.Write(Verdict("parrotHello", grpc::StatusCode::OK, context_));
  delete this;
}

TerminationReader::TerminationReader(const grpc::CallbackServerContext& context,
                                     hello::DelayedReply& reply,
                                     support::CallLimit& limit,
                                     support::Journal& journal)
    : slot_(limit), context_(context), reply_(reply), journal_(journal) {
  if (!slot_.taken()) {
    End(Refusal(slot_));
    return;
  }
  // Tells the client that the call is at work. If that fails, the read does.
  StartSendInitialMetadata();
  StartRead(&request_);
}

void TerminationReader::OnReadDone(bool ok) {
  if (!ok) {
    End(context_.IsCancelled() ? grpc::Status::CANCELLED : grpc::Status::OK);
  } else if (request_.name().empty()) {
    End(grpc::Status(grpc::StatusCode::INVALID_ARGUMENT,
                     absl::StrCat("name ", support::Quote(request_.name()),
                                  ": wanted one that is not empty")));
  } else if (++greetings_ == kEnough) {
    End(grpc::Status::OK);
  } else {
    StartRead(&request_);
  }
}

// May come before the client has sent all: what is not read is thrown away.
void TerminationReader::End(const grpc::Status& status) {
  slot_.GiveBack();
  code_ = status.error_code();
  reply_.set_message(absl::StrCat("Hello to ", greetings_, "!"));
  Finish(status);
}

void TerminationReader::OnDone() {
  journal_.Write(Verdict("clientHello", code_, context_));
  delete this;
}

TerminationChat::TerminationChat(const grpc::CallbackServerContext& context,
                                 support::CallLimit& limit,
                                 support::Journal& journal)
    : slot_(limit), context_(context), journal_(journal) {
  if (!slot_.taken()) {
    End(Refusal(slot_));
    return;
  }
  StartRead(&request_);
}

void TerminationChat::OnReadDone(bool ok) {
  if (ok) {
    slot_.GiveBack();
    reply_.set_message("Hello!");
    StartWriteAndFinish(&reply_, grpc::WriteOptions(), grpc::Status::OK);
  } else {
    End(context_.IsCancelled() ? grpc::Status::CANCELLED : grpc::Status::OK);
  }
}

void TerminationChat::End(const grpc::Status& status) {
  slot_.GiveBack();
  code_ = status.error_code();
  Finish(status);
}

void TerminationChat::OnDone() {
  journal_.Write(Verdict("biHello", code_, context_));
  delete this;
}
