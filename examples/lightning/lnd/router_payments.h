// SPDX-License-Identifier: Apache-2.0
//
// Response streaming, with the callback API: a call for each payment, many at
// once. This is how lnd pays since 0.21, and it can do so since 0.10.

#ifndef EXAMPLES_LIGHTNING_LND_ROUTER_PAYMENTS_H_
#define EXAMPLES_LIGHTNING_LND_ROUTER_PAYMENTS_H_

#include <condition_variable>
#include <mutex>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "lnd/router.grpc.pb.h"
#include "payment.h"
#include "payment_ledger.h"
#include "payment_sender.h"
#include "support/stop.h"

// Whether lnd would pay by SendPaymentV2: asked with a request that pays
// nothing. Fails as LndStatus says.
absl::Status CheckRouter(routerrpc::Router::Stub& router,
                         absl::Duration timeout);

class RouterPayments final : public PaymentSender {
 public:
  // lnd looks for a way for `payment_timeout`, and each call takes at most
  // `grace` longer. Results go to `ledger`. When the node takes no payments any
  // more, `stop` is set. All three must outlive it.
  RouterPayments(routerrpc::Router::Stub& router,
                 absl::Duration payment_timeout, absl::Duration grace,
                 PaymentLedger& ledger, support::Stop& stop);

  // Waits for the calls under way, which all have a deadline.
  ~RouterPayments() override;

  // False if the node has gone. That a payment has failed is none of the next
  // one's business.
  bool Send(const Payment& payment) override;
  absl::Status Finish() override;

 private:
  // False if lnd takes no more.
  bool BeginCall();

  void CallOver(const grpc::Status& status);
  void WaitForCalls();

  routerrpc::Router::Stub& router_;
  const absl::Duration payment_timeout_;
  const absl::Duration grace_;
  PaymentLedger& ledger_;
  support::Stop& stop_;

  std::mutex mutex_;  // Guards the three below.
  std::condition_variable changed_;
  int calls_ = 0;  // Under way.
  absl::Status gone_;
};

#endif  // EXAMPLES_LIGHTNING_LND_ROUTER_PAYMENTS_H_
