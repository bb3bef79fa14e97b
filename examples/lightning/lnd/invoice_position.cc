// SPDX-License-Identifier: Apache-2.0

#include "invoice_position.h"

#include <cstdint>
#include <iterator>
#include <set>

namespace {

// Of an ordinary invoice one at most, and of an AMP invoice one for each
// payment.
std::set<uint64_t> SettleIndexes(const lnrpc::Invoice& invoice) {
  std::set<uint64_t> indexes = {invoice.settle_index()};
  for (const auto& [set_id, state] : invoice.amp_invoice_state()) {
    indexes.insert(state.settle_index());
  }
  indexes.erase(0);
  return indexes;
}

}  // namespace

bool InvoicePosition::Note(const lnrpc::Invoice& invoice) {
  switch (invoice.state()) {
    case lnrpc::Invoice::OPEN:
      return NoteAdded(invoice);
    case lnrpc::Invoice::SETTLED:
      // With 0, lnd sends no invoices for having been added: so this is a
      // settlement.
      if (add_index_ == 0 || invoice.add_index() <= add_index_) {
        return NoteSettled(invoice);
      }
      return NoteAdded(invoice);
    default:
      // Cancelled, or a payment is held: lnd does not send these. If it did,
      // nothing would tell whether they come again.
      return true;
  }
}

// These come in the order of their add indexes, so their settle indexes may
// jump. Hence settle_index_ stays: if the stream broke now, a jump would lose
// those in between.
bool InvoicePosition::NoteAdded(const lnrpc::Invoice& invoice) {
  if (invoice.add_index() <= add_index_) return false;
  add_index_ = invoice.add_index();
  // With 0, lnd does not send this settlement again.
  if (settle_index_ == 0) return true;
  for (const uint64_t index : SettleIndexes(invoice)) {
    if (index > settle_index_ && ahead_.size() < kMostAhead) {
      ahead_.insert(index);
    }
  }
  return true;
}

// Settlements come in their order.
bool InvoicePosition::NoteSettled(const lnrpc::Invoice& invoice) {
  const std::set<uint64_t> indexes = SettleIndexes(invoice);
  // Of an AMP invoice, the message is about the first that is new: those before
  // have been told of, and those after it will be. If it is not known which
  // were before, about the last.
  if (indexes.empty()) return true;  // Not from lnd.
  const auto next = settle_index_ == 0 ? std::prev(indexes.end())
                                       : indexes.upper_bound(settle_index_);
  if (next == indexes.end()) return false;
  settle_index_ = *next;
  const bool told = ahead_.count(settle_index_) > 0;
  ahead_.erase(ahead_.begin(), ahead_.upper_bound(settle_index_));
  return !told;
}
