// SPDX-License-Identifier: Apache-2.0
//
// A stream that is open for as long as somebody pays has no deadline. Keepalive
// notices when the node is gone (lnd_channel.cc), and after the half-close the
// wait for the last results is bounded.

#include "payment_stream.h"

#include <algorithm>
#include <array>
#include <future>
#include <string>
#include <thread>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lnd_status.h"
#include "what_to_pay.h"

namespace {

lnrpc::SendRequest Request(const Payment& payment) {
  lnrpc::SendRequest request;
  // Without it lnd would pay fees of up to the amount, if that is small.
  request.mutable_fee_limit()->set_fixed(payment.fee_limit);
  SetWhatToPay(payment, request);
  return request;
}

PaymentResult Result(const lnrpc::SendResponse& response) {
  PaymentResult result;
  if (!response.payment_error().empty()) {
    result.kind = PaymentResult::kFailed;
    result.why = response.payment_error();
    return result;
  }
  result.kind = PaymentResult::kPaid;
  result.paid_msat = response.payment_route().total_amt_msat();
  result.fee_msat = response.payment_route().total_fees_msat();
  result.preimage_hex = absl::BytesToHexString(response.payment_preimage());
  return result;
}

// True if lnd says that a payment is over. Any other error, such as that it is
// shutting down, says only that lnd waits for it no longer: what it has sent is
// on its way. (lnd's paymentsdb.FailureReason, and ErrAlreadyPaid.)
bool IsEnd(const std::string& payment_error) {
  static constexpr std::array<absl::string_view, 7> kEnds = {
      "canceled",
      "error",
      "incorrect_payment_details",
      "insufficient_balance",
      "invoice is already paid",
      "no_route",
      "timeout"};
  return payment_error.empty() ||
         std::find(kEnds.begin(), kEnds.end(), payment_error) != kEnds.end();
}

// A request that is wrong in itself is answered with a hash of zeros.
bool IsForNone(const std::string& hash) {
  return hash.find_first_not_of('\0') == std::string::npos;
}

}  // namespace

absl::StatusOr<bool> HasSendPayment(lnrpc::Lightning::Stub& lightning,
                                    absl::Duration timeout) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  const auto stream = lightning.SendPayment(&context);
  // False if the call is over already: Finish says how.
  stream->WritesDone();
  lnrpc::SendResponse none;
  while (stream->Read(&none)) {
  }
  const grpc::Status status = stream->Finish();
  if (status.error_code() == grpc::StatusCode::UNIMPLEMENTED) return false;
  if (!status.ok()) return LndStatus("SendPayment", status);
  return true;
}

PaymentStream::PaymentStream(lnrpc::Lightning::Stub& lightning,
                             absl::Duration patience, PaymentLedger& ledger,
                             support::Stop& stop)
    : patience_(patience),
      ledger_(ledger),
      stop_(stop),
      stream_(lightning.SendPayment(&context_)),
      reader_([this] { ReadReplies(); }) {}

PaymentStream::~PaymentStream() {
  if (!reader_.joinable()) return;
  context_.TryCancel();
  reader_.join();
  stream_->Finish();  // Cancelled; nobody asks.
}

// On a thread of its own: a payment takes as long as it takes, and the next one
// does not wait for it.
void PaymentStream::ReadReplies() {
  lnrpc::SendResponse response;
  while (stream_->Read(&response)) {
    const std::string& hash = response.payment_hash();
    if (IsForNone(hash) || IsEnd(response.payment_error())) {
      ledger_.End(hash, Result(response));
    } else {
      ledger_.Doubt(hash, response.payment_error(), /*ended=*/true);
    }
  }
  stop_.Set();
  read_all_.set_value();
}

bool PaymentStream::Send(const Payment& payment) {
  // False: the call is over. This payment may have been made all the same.
  writable_ = writable_ && stream_->Write(Request(payment));
  return writable_;
}

absl::Status PaymentStream::Finish() {
  // A time without an end would overflow in there.
  const absl::Duration patience = std::min(patience_, absl::Hours(48));
  bool gave_up = false;
  std::thread limit([this, patience, &gave_up] {
    gave_up =
        read_all_.get_future().wait_for(absl::ToChronoNanoseconds(patience)) ==
        std::future_status::timeout;
    if (gave_up) context_.TryCancel();  // lnd goes on with what it has begun.
  });
  // Half-close: lnd ends what is under way, and then the call. It waits, too,
  // if lnd reads nothing.
  if (writable_) writable_ = stream_->WritesDone();
  reader_.join();
  limit.join();
  const grpc::Status status = stream_->Finish();
  if (gave_up && status.error_code() == grpc::StatusCode::CANCELLED) {
    return absl::DeadlineExceededError(absl::StrCat(
        "SendPayment: no result after ", absl::FormatDuration(patience_)));
  }
  return LndStatus("SendPayment", status);
}
