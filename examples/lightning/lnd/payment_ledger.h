// SPDX-License-Identifier: Apache-2.0
//
// Which payments are under way, and what became of the others. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_LND_PAYMENT_LEDGER_H_
#define EXAMPLES_LIGHTNING_LND_PAYMENT_LEDGER_H_

#include <cstddef>
#include <map>
#include <mutex>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "payment.h"
#include "support/printer.h"

// A payment without a result.
struct OpenPayment {
  int number = 0;
  std::string hash;

  // Why there is none, if that is known.
  std::string why;

  // True if lnd has ended its work on it: what it does not know now it will not
  // do later.
  bool ended = false;
};

// Prints a line for each payment that begins, and one for how it ends. Results
// are matched to payments by their hash, so they may come in any order.
// Thread-safe, and never blocks: gRPC may call it in a reaction.
class PaymentLedger {
 public:
  // `out` must outlive the ledger.
  explicit PaymentLedger(std::ostream& out) : printer_(out) {}

  // Gives the payment the next number. False, and nothing is done, if one with
  // this hash is under way.
  bool Begin(const std::string& hash, absl::string_view what);

  // A result for a payment that is under way. One for another hash is printed,
  // and changes nothing: lnd gives a hash of zeros if a request is wrong in
  // itself. What became of the payment is to be asked.
  void End(const std::string& hash, const PaymentResult& result);

  // The call of a payment that is under way has ended without a result. What
  // became of it is to be asked.
  void Doubt(const std::string& hash, std::string why, bool ended);

  // Something that should have been paid was not even begun.
  void Refuse(absl::string_view what, const absl::Status& why);

  // Payments without a result, in the order of their numbers.
  std::vector<OpenPayment> Open() const;
  size_t open() const;

  // OK if all that should have been paid was. Otherwise ABORTED, with how many
  // failed and how many may have been paid.
  absl::Status Outcome() const;

  // True if the results cannot be printed any more.
  bool lost_output() const { return printer_.failed(); }

 private:
  mutable std::mutex mutex_;                 // Guards all but the printer.
  std::map<std::string, OpenPayment> open_;  // By hash.
  int begun_ = 0;
  int paid_ = 0;
  int failed_ = 0;
  int unknown_ = 0;
  support::Printer printer_;
};

#endif  // EXAMPLES_LIGHTNING_LND_PAYMENT_LEDGER_H_
