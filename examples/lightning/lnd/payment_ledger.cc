// SPDX-License-Identifier: Apache-2.0

#include "payment_ledger.h"

#include <algorithm>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "lnd_text.h"

namespace {

std::string ResultText(const PaymentResult& result) {
  switch (result.kind) {
    case PaymentResult::kPaid:
      return absl::StrCat("paid ", SatoshiText(result.paid_msat),
                          ", of which fee ", SatoshiText(result.fee_msat),
                          ", preimage ",
                          absl::Utf8SafeCEscape(result.preimage_hex));
    case PaymentResult::kFailed:
      return absl::StrCat("not paid: ", absl::Utf8SafeCEscape(result.why));
    default:
      return absl::StrCat("may have been paid: ",
                          absl::Utf8SafeCEscape(result.why));
  }
}

}  // namespace

bool PaymentLedger::Begin(const std::string& hash, absl::string_view what) {
  const std::lock_guard lock(mutex_);
  OpenPayment payment;
  payment.number = begun_ + 1;
  payment.hash = hash;
  if (!open_.emplace(hash, payment).second) return false;
  ++begun_;
  printer_.Print(absl::StrCat("payment ", begun_, ": ", what, ", hash ",
                              absl::BytesToHexString(hash), "\n"));
  return true;
}

void PaymentLedger::End(const std::string& hash, const PaymentResult& result) {
  const std::lock_guard lock(mutex_);
  const auto found = open_.find(hash);
  if (found == open_.end()) {
    printer_.Print(absl::StrCat("a payment: ", ResultText(result), "\n"));
    return;
  }
  printer_.Print(absl::StrCat("payment ", found->second.number, ": ",
                              ResultText(result), "\n"));
  open_.erase(found);
  if (result.kind == PaymentResult::kPaid) ++paid_;
  if (result.kind == PaymentResult::kFailed) ++failed_;
  if (result.kind == PaymentResult::kUnknown) ++unknown_;
}

void PaymentLedger::Doubt(const std::string& hash, std::string why,
                          bool ended) {
  const std::lock_guard lock(mutex_);
  const auto found = open_.find(hash);
  if (found == open_.end()) return;
  found->second.why = std::move(why);
  found->second.ended = ended;
}

void PaymentLedger::Refuse(absl::string_view what, const absl::Status& why) {
  const std::lock_guard lock(mutex_);
  ++failed_;
  printer_.Print(
      absl::StrCat(what, ": not paid: ", absl::StatusCodeToString(why.code()),
                   ": ", absl::Utf8SafeCEscape(why.message()), "\n"));
}

size_t PaymentLedger::open() const {
  const std::lock_guard lock(mutex_);
  return open_.size();
}

std::vector<OpenPayment> PaymentLedger::Open() const {
  std::vector<OpenPayment> open;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [hash, payment] : open_) open.push_back(payment);
  }
  std::sort(open.begin(), open.end(),
            [](const OpenPayment& one, const OpenPayment& other) {
              return one.number < other.number;
            });
  return open;
}

absl::Status PaymentLedger::Outcome() const {
  const std::lock_guard lock(mutex_);
  const int unknown = unknown_ + static_cast<int>(open_.size());
  if (failed_ == 0 && unknown == 0) return absl::OkStatus();
  std::string text = absl::StrCat("paid ", paid_, ", not paid ", failed_);
  if (unknown > 0) {
    absl::StrAppend(&text, ", may have been paid ", unknown,
                    ": look with `lncli trackpayment HASH` before you pay "
                    "again");
  }
  return absl::AbortedError(text);
}
