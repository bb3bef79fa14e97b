// SPDX-License-Identifier: Apache-2.0

#include "tests/lightning/fake_payments.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "openssl/sha.h"

namespace {

lnrpc::PaymentFailureReason Outcome(const FakePayment& payment) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash;
  SHA256(reinterpret_cast<const unsigned char*>(payment.preimage.data()),
         payment.preimage.size(), hash.data());
  if (!payment.preimage.empty() &&
      payment.hash != std::string(hash.begin(), hash.end())) {
    return lnrpc::FAILURE_REASON_INCORRECT_PAYMENT_DETAILS;
  }
  return payment.fee_limit * 1000 < kFakeFeeMsat
             ? lnrpc::FAILURE_REASON_NO_ROUTE
             : lnrpc::FAILURE_REASON_NONE;
}

}  // namespace

bool FakePayments::Begin(const FakePayment& payment, const void* owner,
                         Over over) {
  const std::lock_guard lock(mutex_);
  FakePayment* const before = Find(payment.hash);
  if (before != nullptr && before->status != lnrpc::Payment::FAILED) {
    return false;
  }
  payments_.push_back(payment);
  listeners_.push_back({payment.hash, owner, std::move(over)});
  if (!hold_) EndLocked(payments_.back(), Outcome(payment));
  begun_.notify_all();
  return true;
}

bool FakePayments::Follow(const std::string& hash, const void* owner,
                          Over over) {
  const std::lock_guard lock(mutex_);
  FakePayment* const payment = Find(hash);
  if (payment == nullptr) return false;
  if (payment->status == lnrpc::Payment::IN_FLIGHT) {
    listeners_.push_back({hash, owner, std::move(over)});
  } else {
    over(*payment);
  }
  return true;
}

void FakePayments::Forget(const void* owner) {
  const std::lock_guard lock(mutex_);
  listeners_.erase(std::remove_if(listeners_.begin(), listeners_.end(),
                                  [owner](const Listener& listener) {
                                    return listener.owner == owner;
                                  }),
                   listeners_.end());
}

void FakePayments::End(size_t place, lnrpc::PaymentFailureReason reason) {
  const std::lock_guard lock(mutex_);
  EndLocked(payments_.at(place), reason);
}

std::vector<FakePayment> FakePayments::WaitFor(size_t count) {
  std::unique_lock lock(mutex_);
  begun_.wait(lock, [this, count] { return payments_.size() >= count; });
  return payments_;
}

void FakePayments::EndLocked(FakePayment& payment,
                             lnrpc::PaymentFailureReason reason) {
  payment.reason = reason;
  payment.status = reason == lnrpc::FAILURE_REASON_NONE
                       ? lnrpc::Payment::SUCCEEDED
                       : lnrpc::Payment::FAILED;
  for (auto listener = listeners_.begin(); listener != listeners_.end();) {
    if (listener->hash != payment.hash) {
      ++listener;
      continue;
    }
    listener->over(payment);
    listener = listeners_.erase(listener);
  }
}

// The latest: one that has failed may be tried again.
FakePayment* FakePayments::Find(const std::string& hash) {
  const auto found = std::find_if(
      payments_.rbegin(), payments_.rend(),
      [&hash](const FakePayment& payment) { return payment.hash == hash; });
  return found == payments_.rend() ? nullptr : &*found;
}
