// SPDX-License-Identifier: Apache-2.0
//
// What is to be paid: one payment after the other. No stream here.

#ifndef EXAMPLES_LIGHTNING_LND_PAYMENT_SOURCE_H_
#define EXAMPLES_LIGHTNING_LND_PAYMENT_SOURCE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "lnd_client.h"
#include "payment.h"
#include "payment_ledger.h"
#include "support/input_lines.h"
#include "support/stop.h"

class PaymentSource {
 public:
  virtual ~PaymentSource() = default;

  // The next payment, which the ledger knows to have begun. Nothing if there
  // are no more. An error if it cannot be told what else there would be.
  virtual absl::StatusOr<std::optional<Payment>> Next() = 0;
};

// The same amount to the same node, without an end, by keysend.
class KeysendSource final : public PaymentSource {
 public:
  // `dest` is a node's key, 33 bytes.
  KeysendSource(std::string dest, int64_t satoshi, PaymentLedger& ledger);

  absl::StatusOr<std::optional<Payment>> Next() override;

 private:
  const std::string dest_;
  const int64_t satoshi_;
  PaymentLedger& ledger_;
};

// The payment requests in an input, one a line. lnd is asked what is in each
// before it is paid: a payment's hash tells which reply is for it. One that is
// not to be paid, because it is wrong or has no amount, is refused in the
// ledger, and the next is taken.
class RequestSource final : public PaymentSource {
 public:
  // `client`, `stop` and `ledger` must outlive it. It ends when `stop` is set.
  RequestSource(int input, const support::Stop& stop, LndClient& client,
                PaymentLedger& ledger);

  absl::StatusOr<std::optional<Payment>> Next() override;

 private:
  absl::StatusOr<Payment> Read(const std::string& line);

  const support::Stop& stop_;
  support::InputLines lines_;
  LndClient& client_;
  PaymentLedger& ledger_;
};

#endif  // EXAMPLES_LIGHTNING_LND_PAYMENT_SOURCE_H_
