// SPDX-License-Identifier: Apache-2.0

#include "tests/lightning/fake_invoices.h"

#include <array>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "openssl/sha.h"
#include "support/hex.h"

namespace {

// The time at which all happens, in seconds since 1970.
constexpr int64_t kNow = 1'700'000'000;

std::string Sha256(const std::string& text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash;
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         hash.data());
  return {hash.begin(), hash.end()};
}

}  // namespace

lnrpc::Invoice FakeInvoices::Add(const std::string& memo, int64_t satoshi) {
  const std::lock_guard lock(mutex_);
  lnrpc::Invoice invoice;
  invoice.set_add_index(added_.size() + 1);
  invoice.set_memo(memo);
  invoice.set_value(satoshi);
  invoice.set_value_msat(satoshi * 1000);
  invoice.set_creation_date(kNow);
  invoice.set_expiry(86'400);
  invoice.set_r_preimage(absl::StrFormat("%032d", invoice.add_index()));
  invoice.set_r_hash(Sha256(invoice.r_preimage()));
  invoice.set_payment_request(
      FakePaymentRequest(invoice.r_hash(), satoshi, memo));
  added_.push_back(invoice);
  Tell(invoice);
  return invoice;
}

void FakeInvoices::Settle(uint64_t add_index) {
  const std::lock_guard lock(mutex_);
  lnrpc::Invoice& invoice = added_.at(add_index - 1);
  settled_.push_back(add_index);
  invoice.set_settle_index(settled_.size());
  invoice.set_state(lnrpc::Invoice::SETTLED);
  invoice.set_settle_date(kNow);
  invoice.set_amt_paid_sat(invoice.value());
  invoice.set_amt_paid_msat(invoice.value_msat());
  Tell(invoice);
}

void FakeInvoices::Accept(uint64_t add_index) {
  const std::lock_guard lock(mutex_);
  added_.at(add_index - 1).set_state(lnrpc::Invoice::ACCEPTED);
}

int FakeInvoices::Subscribe(uint64_t add_index, uint64_t settle_index,
                            Deliver deliver) {
  int number = 0;
  std::function<void()> between;
  {
    const std::lock_guard lock(mutex_);
    number = ++last_number_;
    Subscriber& subscriber = subscribers_[number];
    subscriber.add_index = add_index;
    subscriber.settle_index = settle_index;
    subscriber.deliver = std::move(deliver);
    between = std::exchange(between_, nullptr);
  }
  if (between) between();
  const std::lock_guard lock(mutex_);
  Subscriber& subscriber = subscribers_.at(number);
  Subscriber asked = subscriber;
  asked.add_index = add_index;
  asked.settle_index = settle_index;
  Replay(asked);
  subscriber.replayed = true;
  for (const lnrpc::Invoice& invoice : std::exchange(subscriber.live, {})) {
    subscriber.deliver(invoice);
  }
  return number;
}

void FakeInvoices::Unsubscribe(int number) {
  const std::lock_guard lock(mutex_);
  subscribers_.erase(number);
}

void FakeInvoices::CallInNextSubscribe(std::function<void()> between) {
  const std::lock_guard lock(mutex_);
  between_ = std::move(between);
}

void FakeInvoices::Replay(const Subscriber& subscriber) const {
  for (const lnrpc::Invoice& invoice : added_) {
    if (subscriber.add_index > 0 &&
        invoice.add_index() > subscriber.add_index &&
        invoice.state() != lnrpc::Invoice::ACCEPTED) {
      subscriber.deliver(invoice);
    }
  }
  for (const uint64_t add_index : settled_) {
    const lnrpc::Invoice& invoice = added_.at(add_index - 1);
    if (subscriber.settle_index > 0 &&
        invoice.settle_index() > subscriber.settle_index) {
      subscriber.deliver(invoice);
    }
  }
}

void FakeInvoices::Tell(const lnrpc::Invoice& invoice) {
  const bool settled = invoice.state() == lnrpc::Invoice::SETTLED;
  const uint64_t index = settled ? invoice.settle_index() : invoice.add_index();
  for (auto& [number, subscriber] : subscribers_) {
    uint64_t& known = settled ? subscriber.settle_index : subscriber.add_index;
    if (known >= index) continue;
    known = index;
    if (subscriber.replayed) {
      subscriber.deliver(invoice);
    } else {
      subscriber.live.push_back(invoice);
    }
  }
}

std::string FakePaymentRequest(const std::string& payment_hash, int64_t satoshi,
                               const std::string& memo) {
  return absl::StrCat("lnfake", satoshi, "_",
                      absl::BytesToHexString(payment_hash), "_",
                      absl::BytesToHexString(memo));
}

bool DecodeFakePaymentRequest(const std::string& payment_request,
                              lnrpc::PayReq& decoded) {
  const std::vector<std::string> parts = absl::StrSplit(payment_request, '_');
  int64_t satoshi = 0;
  if (parts.size() != 3 || !absl::StartsWith(parts[0], "lnfake") ||
      !absl::SimpleAtoi(absl::StripPrefix(parts[0], "lnfake"), &satoshi)) {
    return false;
  }
  decoded.set_num_satoshis(satoshi);
  decoded.set_num_msat(satoshi * 1000);
  decoded.set_payment_hash(parts[1]);
  decoded.set_description(support::FromHex(parts[2]).value_or(""));
  return true;
}
