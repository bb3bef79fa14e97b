// SPDX-License-Identifier: Apache-2.0
//
// The payments of a node that is not there. No gRPC here.

#ifndef TESTS_LIGHTNING_FAKE_PAYMENTS_H_
#define TESTS_LIGHTNING_FAKE_PAYMENTS_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "lnd/lightning.pb.h"

struct FakePayment {
  std::string hash;  // 32 bytes.
  int64_t satoshi = 0;
  int64_t fee_limit = 0;  // Satoshi.
  std::string preimage;   // Of keysend. Empty: of a payment request.
  lnrpc::Payment::PaymentStatus status = lnrpc::Payment::IN_FLIGHT;
  lnrpc::PaymentFailureReason reason = lnrpc::FAILURE_REASON_NONE;
};

// What each payment costs.
inline constexpr int64_t kFakeFeeMsat = 1000;

// Thread-safe.
class FakePayments {
 public:
  // Is called once, when the payment is over, under a lock: it must not call
  // back.
  using Over = std::function<void(const FakePayment&)>;

  // If true, payments stay under way until End. Otherwise they end at once: a
  // keysend whose preimage does not fit fails, and so does a payment whose fee
  // is over its limit.
  explicit FakePayments(bool hold) : hold_(hold) {}

  // False, and nothing is done, if there was one with this hash before that has
  // not failed. `owner` is for Forget.
  bool Begin(const FakePayment& payment, const void* owner, Over over);

  // Calls `over` for the payment with this hash, at once if it is over. False
  // if there is none.
  bool Follow(const std::string& hash, const void* owner, Over over);

  // Nobody listens to what `owner` wanted to hear.
  void Forget(const void* owner);

  // Ends a payment that is under way, by its place among all that were begun.
  // NONE is success.
  void End(size_t place, lnrpc::PaymentFailureReason reason);

  // Waits until `count` have been begun, and returns all.
  std::vector<FakePayment> WaitFor(size_t count);

 private:
  struct Listener {
    std::string hash;
    const void* owner;
    Over over;
  };

  void EndLocked(FakePayment& payment, lnrpc::PaymentFailureReason reason);
  FakePayment* Find(const std::string& hash);

  const bool hold_;
  std::mutex mutex_;  // Guards all below.
  std::condition_variable begun_;
  std::vector<FakePayment> payments_;
  std::vector<Listener> listeners_;
};

#endif  // TESTS_LIGHTNING_FAKE_PAYMENTS_H_
