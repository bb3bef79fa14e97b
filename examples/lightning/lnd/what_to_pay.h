// SPDX-License-Identifier: Apache-2.0
//
// What lnd is told to pay. Its two ways to pay have a request each, with the
// same names for this. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_LND_WHAT_TO_PAY_H_
#define EXAMPLES_LIGHTNING_LND_WHAT_TO_PAY_H_

#include "keysend.h"
#include "payment.h"

// Sets in `request`, a SendRequest or SendPaymentRequest, whom to pay and how
// much.
template <typename Request>
void SetWhatToPay(const Payment& payment, Request& request) {
  if (!payment.request.empty()) {
    request.set_payment_request(payment.request);
    return;
  }
  request.set_dest(payment.dest);
  request.set_amt(payment.satoshi);
  request.set_payment_hash(payment.hash);
  (*request.mutable_dest_custom_records())[kKeysendRecord] = payment.preimage;
}

#endif  // EXAMPLES_LIGHTNING_LND_WHAT_TO_PAY_H_
