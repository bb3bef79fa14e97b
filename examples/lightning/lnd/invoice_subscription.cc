// SPDX-License-Identifier: Apache-2.0
//
// Response streaming, for as long as somebody wants to know. A stream without
// an end has no deadline; what bounds it is that each of its parts has one:
//   - the node must say that it is ready (GetState) within a time,
//   - keepalive notices a node that has gone without a word (lnd_channel.cc),
//   - Stop cancels whatever is under way.

#include "invoice_subscription.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <ostream>
#include <string>

#include "absl/random/random.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lnd_status.h"
#include "lnd_text.h"
#include "support/text_format.h"

namespace {

// lnd's texts for the same, so that the advice is the same as well.
const char* WhyNotReady(lnrpc::WalletState state) {
  switch (state) {
    case lnrpc::LOCKED:
      return "wallet locked";
    case lnrpc::NON_EXISTING:
      return "wallet not created";
    default:
      return "in the process of starting";
  }
}

// Who knows the preimage of an invoice that is not paid can take its payment on
// the way.
void HideSecret(lnrpc::Invoice& invoice) {
  if (invoice.state() != lnrpc::Invoice::SETTLED) invoice.clear_r_preimage();
}

}  // namespace

InvoiceSubscription::InvoiceSubscription(
    const std::shared_ptr<grpc::Channel>& channel,
    const InvoiceSubscriptionOptions& options, std::ostream& out,
    std::ostream& err)
    : options_(options),
      out_(out),
      err_(err),
      state_(lnrpc::State::NewStub(channel)),
      lightning_(lnrpc::Lightning::NewStub(channel)),
      position_(options.add_index, options.settle_index) {}

absl::Status InvoiceSubscription::Run() {
  const absl::Duration shortest =
      std::min(absl::Seconds(1), options_.longest_pause);
  absl::Duration pause = shortest;
  absl::BitGen random;
  bool first = true;
  while (true) {
    absl::Duration lasted = absl::ZeroDuration();
    const char* call = "GetState";
    grpc::Status status = WaitUntilReady(first);
    if (status.ok()) {
      call = "SubscribeInvoices";
      first = false;
      const absl::Time begin = absl::Now();
      status = Follow();
      lasted = absl::Now() - begin;
    }
    if (stop_.IsSet()) break;
    if (!out_) return absl::DataLossError("cannot write to standard output");
    const absl::Status why = LndStatus(call, status);
    if (first) return why;
    if (!MayPass(status)) {
      return absl::Status(why.code(),
                          absl::StrCat(why.message(), ". ", HowToGoOn()));
    }
    SayLost(LndStatusText(call, status));

    // Each pause is twice as long as the one before, until there was a stream
    // that lasted. Clients that were all thrown out at once do not come back at
    // once: each one's pause is up to half shorter.
    if (lasted > options_.longest_pause) pause = shortest;
    if (stop_.WaitFor(pause * absl::Uniform(random, 0.5, 1.0))) break;
    pause = std::min(pause * 2, options_.longest_pause);
  }
  err_ << HowToGoOn() << std::endl;
  return absl::OkStatus();
}

grpc::Status InvoiceSubscription::WaitUntilReady(bool first) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + options_.timeout));
  // At first somebody waits for the answer, and wants to know why there is
  // none. Later the call waits for the connection.
  context.set_wait_for_ready(!first);
  if (!Begin(context)) return grpc::Status::CANCELLED;
  lnrpc::GetStateResponse response;
  const grpc::Status status = state_->GetState(&context, {}, &response);
  Over();
  // A call that waits for the connection does not say why there is none.
  if (!first && status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) {
    return grpc::Status(grpc::StatusCode::UNAVAILABLE,
                        "the node has not come back");
  }
  if (!status.ok()) return status;
  if (response.state() == lnrpc::RPC_ACTIVE ||
      response.state() == lnrpc::SERVER_ACTIVE) {
    return status;
  }
  return grpc::Status(grpc::StatusCode::FAILED_PRECONDITION,
                      WhyNotReady(response.state()));
}

grpc::Status InvoiceSubscription::Follow() {
  if (!said_.empty()) err_ << "The node is back." << std::endl;
  said_.clear();
  lnrpc::InvoiceSubscription request;
  request.set_add_index(position_.add_index());
  request.set_settle_index(position_.settle_index());

  grpc::ClientContext context;
  if (!Begin(context)) return grpc::Status::CANCELLED;
  const std::unique_ptr<grpc::ClientReader<lnrpc::Invoice>> stream =
      lightning_->SubscribeInvoices(&context, request);
  lnrpc::Invoice invoice;
  while (out_ && stream->Read(&invoice)) {
    if (!position_.Note(invoice)) continue;
    HideSecret(invoice);
    out_ << support::kSeparator << LndText(invoice) << std::endl;
  }
  // If nobody takes the output, lnd need not go on.
  if (!out_) context.TryCancel();
  const grpc::Status status = stream->Finish();
  Over();
  return status;
}

void InvoiceSubscription::SayLost(absl::string_view why) {
  if (why == said_) return;
  said_ = std::string(why);
  err_ << absl::Utf8SafeCEscape(why) << ". Waiting for the node." << std::endl;
}

std::string InvoiceSubscription::HowToGoOn() const {
  return absl::StrCat("To go on from here: --add_index=", position_.add_index(),
                      " --settle_index=", position_.settle_index());
}

bool InvoiceSubscription::Begin(grpc::ClientContext& context) {
  const std::lock_guard lock(mutex_);
  if (stop_.IsSet()) return false;
  call_ = &context;
  return true;
}

void InvoiceSubscription::Over() {
  const std::lock_guard lock(mutex_);
  call_ = nullptr;
}

void InvoiceSubscription::Stop() {
  const std::lock_guard lock(mutex_);
  stop_.Set();
  if (call_ != nullptr) call_->TryCancel();
}
