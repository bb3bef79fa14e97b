// SPDX-License-Identifier: Apache-2.0
//
// Pays, one payment every so often, until all is paid or somebody says stop.

#ifndef EXAMPLES_LIGHTNING_LND_SEND_PAYMENTS_H_
#define EXAMPLES_LIGHTNING_LND_SEND_PAYMENTS_H_

#include <cstdint>
#include <memory>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "lnd/lightning.grpc.pb.h"
#include "lnd/router.grpc.pb.h"
#include "lnd_client.h"
#include "payment_ledger.h"
#include "payment_sender.h"
#include "payment_source.h"
#include "support/stop.h"

struct SendPaymentsOptions {
  // A node's key in hex, to be paid by keysend. Empty: what is read from the
  // input is paid, a payment request a line.
  std::string dest;
  int64_t satoshi = 100;  // Of each keysend payment. Not 0.

  absl::Duration interval = absl::Seconds(2);  // Between two payments.
  uint32_t count = 0;                          // 0: until Stop.
  int64_t fee_limit = 10;                      // Satoshi, for each payment.

  // How long lnd may look for a way to pay, 1 s to a day. A payment that is on
  // its way by then may still arrive.
  absl::Duration payment_timeout = absl::Seconds(60);

  // The same with SendPayment, which has no field for it: how long lnd does
  // (DefaultPayAttemptTimeout).
  absl::Duration stream_timeout = absl::Seconds(60);

  // How long lnd may take to answer all else.
  absl::Duration timeout = absl::Seconds(10);
};

class SendPayments {
 public:
  // Reads payment requests from the file descriptor `input`. Prints what is
  // paid to `out`, and to `err` which of lnd's methods it uses if that is not
  // SendPayment.
  SendPayments(const std::shared_ptr<grpc::Channel>& channel,
               const SendPaymentsOptions& options, int input, std::ostream& out,
               std::ostream& err);

  // Returns OK if all payments were made. No payment is ever sent twice.
  // INVALID_ARGUMENT, before anything is paid, if an option cannot be. Call it
  // once.
  absl::Status Run();

  // Begins no more payments. Run returns when those under way have ended. May
  // be called on another thread, at any time.
  void Stop() { stop_.Set(); }

 private:
  absl::Status CheckOptions() const;
  absl::StatusOr<std::unique_ptr<PaymentSource>> Source();
  absl::StatusOr<std::unique_ptr<PaymentSender>> Sender();

  // Hands payments over until there are no more.
  absl::Status Pay(PaymentSource& source, PaymentSender& sender);

  // Asks lnd about those payments that nobody has said anything of.
  void AskAboutOpen(const absl::Status& end);

  const SendPaymentsOptions options_;
  const int input_;
  std::ostream& err_;
  const std::unique_ptr<lnrpc::Lightning::Stub> lightning_;
  const std::unique_ptr<routerrpc::Router::Stub> router_;
  LndClient client_;
  PaymentLedger ledger_;
  support::Stop stop_;
};

#endif  // EXAMPLES_LIGHTNING_LND_SEND_PAYMENTS_H_
