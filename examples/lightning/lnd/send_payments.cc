// SPDX-License-Identifier: Apache-2.0

#include "send_payments.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "keysend.h"
#include "payment_stream.h"
#include "router_payments.h"
#include "track_payment.h"

namespace {

// So many payments may be without a result. More have to wait.
constexpr size_t kMostOpen = 100;

}  // namespace

SendPayments::SendPayments(const std::shared_ptr<grpc::Channel>& channel,
                           const SendPaymentsOptions& options, int input,
                           std::ostream& out, std::ostream& err)
    : options_(options),
      input_(input),
      err_(err),
      lightning_(lnrpc::Lightning::NewStub(channel)),
      router_(routerrpc::Router::NewStub(channel)),
      client_(channel, options.timeout),
      ledger_(out) {}

absl::Status SendPayments::Run() {
  const absl::Status options = CheckOptions();
  if (!options.ok()) return options;
  const auto source = Source();
  if (!source.ok()) return source.status();
  const auto sender = Sender();
  if (!sender.ok()) return sender.status();

  const absl::Status paid = Pay(**source, **sender);
  const absl::Status end = (*sender)->Finish();
  AskAboutOpen(end);

  const absl::Status outcome = ledger_.Outcome();
  for (const absl::Status& failure : {end, paid}) {
    if (failure.ok()) continue;
    return absl::Status(failure.code(),
                        outcome.ok() ? std::string(failure.message())
                                     : absl::StrCat(failure.message(), "; ",
                                                    outcome.message()));
  }
  return outcome;
}

absl::Status SendPayments::CheckOptions() const {
  if (options_.satoshi <= 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("amt ", options_.satoshi, ": wanted 1 satoshi or more"));
  }
  // lnd takes 0 for a default of its own, and counts whole seconds.
  if (options_.payment_timeout < absl::Seconds(1) ||
      options_.payment_timeout > absl::Hours(24)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "payment_timeout ", absl::FormatDuration(options_.payment_timeout),
        ": wanted 1s to 24h"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<PaymentSource>> SendPayments::Source() {
  if (options_.dest.empty()) {
    return std::make_unique<RequestSource>(input_, stop_, client_, ledger_);
  }
  absl::StatusOr<std::string> dest = ParseNodeKey(options_.dest);
  if (!dest.ok()) return dest.status();
  return std::make_unique<KeysendSource>(*std::move(dest), options_.satoshi,
                                         ledger_);
}

absl::StatusOr<std::unique_ptr<PaymentSender>> SendPayments::Sender() {
  const absl::StatusOr<bool> has =
      HasSendPayment(*lightning_, options_.timeout);
  if (!has.ok()) return has.status();
  if (*has) {
    return std::make_unique<PaymentStream>(
        *lightning_, options_.stream_timeout + options_.timeout, ledger_,
        stop_);
  }
  const absl::Status router = CheckRouter(*router_, options_.timeout);
  if (!router.ok()) return router;
  err_ << "This lnd has no SendPayment any more: paying with SendPaymentV2."
       << std::endl;
  return std::make_unique<RouterPayments>(*router_, options_.payment_timeout,
                                          options_.timeout, ledger_, stop_);
}

absl::Status SendPayments::Pay(PaymentSource& source, PaymentSender& sender) {
  absl::Duration pause = absl::ZeroDuration();
  absl::Time sent = absl::Now();
  uint32_t made = 0;
  while ((options_.count == 0 || made < options_.count) &&
         !stop_.WaitFor(pause)) {
    // Once nobody sees it, no more money goes.
    if (ledger_.lost_output()) {
      return absl::DataLossError("cannot write to standard output");
    }
    if (ledger_.open() >= kMostOpen) {
      // By now each has had its time: what lacks a result will not get one
      // without being asked about.
      if (absl::Now() - sent >
          std::max(options_.payment_timeout, options_.stream_timeout) +
              options_.timeout) {
        return absl::ResourceExhaustedError(
            absl::StrCat(kMostOpen,
                         " payments are without a result: wanted fewer before "
                         "more are made"));
      }
      pause = std::max(options_.interval, absl::Milliseconds(10));
      continue;
    }
    absl::StatusOr<std::optional<Payment>> payment = source.Next();
    if (!payment.ok()) return payment.status();
    if (!payment->has_value()) break;
    (*payment)->fee_limit = options_.fee_limit;
    if (!sender.Send(**payment)) break;
    ++made;
    sent = absl::Now();
    pause = options_.interval;
  }
  return absl::OkStatus();
}

void SendPayments::AskAboutOpen(const absl::Status& end) {
  const absl::Time deadline = absl::Now() + options_.timeout;
  for (OpenPayment& payment : ledger_.Open()) {
    if (payment.why.empty()) {
      // After a stream that has ended well, lnd has seen to all that was sent.
      payment.ended = end.ok();
      payment.why = end.ok() ? "lnd has refused it" : "the call has failed";
    }
    ledger_.End(payment.hash, TrackPayment(*router_, payment, deadline));
  }
}
