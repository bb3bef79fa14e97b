// SPDX-License-Identifier: Apache-2.0

#ifndef EXAMPLES_LIGHTNING_LND_PAYMENT_SENDER_H_
#define EXAMPLES_LIGHTNING_LND_PAYMENT_SENDER_H_

#include "absl/status/status.h"
#include "payment.h"

// What hands payments to lnd: one stream for all (PaymentStream), or a call for
// each (RouterPayments). Results go to a PaymentLedger. One thread at a time.
class PaymentSender {
 public:
  virtual ~PaymentSender() = default;

  // Hands over a payment. Does not wait for its result. False if lnd takes no
  // more: then Finish says why, and this payment may have been made, too,
  // unless the ledger has its end.
  virtual bool Send(const Payment& payment) = 0;

  // No more payments. Waits for the results of those that are under way, but
  // not for ever. Call it once, and last.
  virtual absl::Status Finish() = 0;
};

#endif  // EXAMPLES_LIGHTNING_LND_PAYMENT_SENDER_H_
