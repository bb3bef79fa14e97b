// SPDX-License-Identifier: Apache-2.0

#include "payment_source.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "keysend.h"
#include "lnd_text.h"
#include "support/quote.h"

KeysendSource::KeysendSource(std::string dest, int64_t satoshi,
                             PaymentLedger& ledger)
    : dest_(std::move(dest)), satoshi_(satoshi), ledger_(ledger) {}

absl::StatusOr<std::optional<Payment>> KeysendSource::Next() {
  absl::StatusOr<Keysend> keysend = MakeKeysend();
  if (!keysend.ok()) return keysend.status();
  Payment payment;
  payment.hash = keysend->payment_hash;
  payment.satoshi = satoshi_;
  payment.dest = dest_;
  payment.preimage = keysend->preimage;
  ledger_.Begin(payment.hash, absl::StrCat(satoshi_, " sat by keysend"));
  return payment;
}

RequestSource::RequestSource(int input, const support::Stop& stop,
                             LndClient& client, PaymentLedger& ledger)
    : stop_(stop), lines_(input, stop), client_(client), ledger_(ledger) {}

absl::StatusOr<std::optional<Payment>> RequestSource::Next() {
  while (!stop_.IsSet()) {
    const auto line = lines_.Next();
    if (!line.ok()) return line.status();
    if (!line->has_value()) return std::nullopt;
    absl::StatusOr<Payment> payment = Read(**line);
    if (payment.ok()) return *std::move(payment);
    ledger_.Refuse(absl::StrCat("line ", lines_.number()), payment.status());
    // The next line would fare no better.
    const absl::StatusCode code = payment.status().code();
    if (code == absl::StatusCode::kUnavailable ||
        code == absl::StatusCode::kDeadlineExceeded) {
      return payment.status();
    }
  }
  return std::nullopt;
}

absl::StatusOr<Payment> RequestSource::Read(const std::string& line) {
  const absl::StatusOr<lnrpc::PayReq> read = client_.Decode(line);
  if (!read.ok()) return read.status();
  Payment payment;
  absl::StatusOr<std::string> hash = ParsePaymentHash(read->payment_hash());
  if (!hash.ok()) return hash.status();
  payment.hash = *std::move(hash);
  payment.request = line;
  if (read->num_msat() <= 0) {
    return absl::InvalidArgumentError(
        "the payment request names no amount: wanted one that does");
  }
  // lnd may have taken a while to say what it is.
  if (stop_.IsSet()) return absl::CancelledError("stopped before it was paid");
  const std::string what = absl::StrCat(SatoshiText(read->num_msat()), " for ",
                                        support::Quote(read->description()));
  if (!ledger_.Begin(payment.hash, what)) {
    return absl::AlreadyExistsError(
        "this payment is under way: wanted each payment request once");
  }
  return payment;
}
