// SPDX-License-Identifier: Apache-2.0
//
// The invoices of a node that is not there: they are numbered, replayed and
// repeated as lnd's are. No gRPC here.

#ifndef TESTS_LIGHTNING_FAKE_INVOICES_H_
#define TESTS_LIGHTNING_FAKE_INVOICES_H_

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "lnd/lightning.pb.h"

// Thread-safe. As invoices/invoiceregistry.go of lnd 0.20:
//   - A subscriber is told of events with higher indexes than those that it
//     names, of those that were first; but of nothing that was, if it names 0.
//   - An invoice that was added is told of as it is by now; not at all, if a
//     payment for it is held, or it was cancelled.
//   - What happens while a subscription begins is told of twice.
class FakeInvoices {
 public:
  using Deliver = std::function<void(const lnrpc::Invoice&)>;

  // Returns the new invoice, whose state is OPEN.
  lnrpc::Invoice Add(const std::string& memo, int64_t satoshi);

  // The invoice with this add index, which must be there, is paid.
  void Settle(uint64_t add_index);

  // A payment for it is held: it is ACCEPTED, and nobody is told.
  void Accept(uint64_t add_index);

  // Calls `deliver` for each message, under a lock: it must not call back.
  // Returns a number for Unsubscribe.
  int Subscribe(uint64_t add_index, uint64_t settle_index, Deliver deliver);
  void Unsubscribe(int number);

  // Is called in the next Subscribe, between its two parts.
  void CallInNextSubscribe(std::function<void()> between);

 private:
  struct Subscriber {
    uint64_t add_index = 0;
    uint64_t settle_index = 0;
    Deliver deliver;
    bool replayed = false;
    std::vector<lnrpc::Invoice> live;  // What came before that.
  };

  void Tell(const lnrpc::Invoice& invoice);
  void Replay(const Subscriber& subscriber) const;

  std::mutex mutex_;                   // Guards all below.
  std::vector<lnrpc::Invoice> added_;  // By add index, from 1.
  std::vector<uint64_t> settled_;      // Add indexes, in order.
  std::map<int, Subscriber> subscribers_;
  int last_number_ = 0;
  std::function<void()> between_;
};

// A payment request that only stand-ins understand, and what is in it. Decode
// returns false if it is none.
std::string FakePaymentRequest(const std::string& payment_hash, int64_t satoshi,
                               const std::string& memo);
bool DecodeFakePaymentRequest(const std::string& payment_request,
                              lnrpc::PayReq& decoded);

#endif  // TESTS_LIGHTNING_FAKE_INVOICES_H_
