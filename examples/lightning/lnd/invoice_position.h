// SPDX-License-Identifier: Apache-2.0
//
// How far somebody has followed a node's invoices. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_LND_INVOICE_POSITION_H_
#define EXAMPLES_LIGHTNING_LND_INVOICE_POSITION_H_

#include <cstddef>
#include <cstdint>
#include <set>

#include "lnd/lightning.pb.h"

// lnd counts the invoices that are added, and those that are settled: each has
// an add index and later a settle index. A subscription names the last of each
// that it knows. lnd then sends
//   1. the invoices with a higher add index, as they are by now: those that
//      have been settled meanwhile say so already,
//   2. those with a higher settle index, so some a second time,
//   3. what happens from then on. What happens during 1 and 2 comes once more.
// An index of 0 stands for "from now on": nothing is sent of its kind in 1 and
// 2. This class tells which messages are news.
class InvoicePosition {
 public:
  InvoicePosition(uint64_t add_index, uint64_t settle_index)
      : add_index_(add_index), settle_index_(settle_index) {}

  // Notes what lnd has sent. True if it is news: an invoice, or its settlement,
  // that was not among what was noted before.
  bool Note(const lnrpc::Invoice& invoice);

  // What to name in the next subscription, so that nothing is missed.
  uint64_t add_index() const { return add_index_; }
  uint64_t settle_index() const { return settle_index_; }

 private:
  // Bounds the memory, whatever a node sends. Beyond it, news may come twice.
  static constexpr size_t kMostAhead = 100'000;

  bool NoteAdded(const lnrpc::Invoice& invoice);
  bool NoteSettled(const lnrpc::Invoice& invoice);

  uint64_t add_index_;
  uint64_t settle_index_;

  // Settlements that have been told of under 1, and come again under 2.
  std::set<uint64_t> ahead_;
};

#endif  // EXAMPLES_LIGHTNING_LND_INVOICE_POSITION_H_
