// SPDX-License-Identifier: Apache-2.0
//
// What has become of a payment whose call has ended without saying.

#ifndef EXAMPLES_LIGHTNING_LND_TRACK_PAYMENT_H_
#define EXAMPLES_LIGHTNING_LND_TRACK_PAYMENT_H_

#include "absl/time/time.h"
#include "lnd/router.grpc.pb.h"
#include "payment.h"
#include "payment_ledger.h"

// Asks lnd, until `deadline` at most. kUnknown if the payment is not over yet,
// or lnd does not answer.
PaymentResult TrackPayment(routerrpc::Router::Stub& router,
                           const OpenPayment& payment, absl::Time deadline);

// What a message of routerrpc.Router says. kUnknown if the payment is not over.
PaymentResult RouterResult(const lnrpc::Payment& payment);

#endif  // EXAMPLES_LIGHTNING_LND_TRACK_PAYMENT_H_
