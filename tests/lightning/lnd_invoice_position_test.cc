// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <map>
#include <random>
#include <vector>

#include "gmock/gmock.h"
#include "invoice_position.h"
#include "tests/lightning/fake_invoices.h"

namespace {

using testing::ElementsAre;

lnrpc::Invoice Open(uint64_t add_index) {
  lnrpc::Invoice invoice;
  invoice.set_add_index(add_index);
  return invoice;
}

lnrpc::Invoice Settled(uint64_t add_index, uint64_t settle_index) {
  lnrpc::Invoice invoice = Open(add_index);
  invoice.set_state(lnrpc::Invoice::SETTLED);
  invoice.set_settle_index(settle_index);
  return invoice;
}

// An AMP invoice, of which each payment has a settle index.
lnrpc::Invoice Amp(uint64_t add_index,
                   const std::vector<uint64_t>& settle_indexes) {
  lnrpc::Invoice invoice = Open(add_index);
  invoice.set_is_amp(true);
  for (const uint64_t index : settle_indexes) {
    invoice.set_state(lnrpc::Invoice::SETTLED);
    (*invoice.mutable_amp_invoice_state())[std::to_string(index)]
        .set_settle_index(index);
  }
  return invoice;
}

MATCHER_P2(IsAt, add_index, settle_index, "") {
  *result_listener << "which is at " << arg.add_index() << ", "
                   << arg.settle_index();
  return arg.add_index() == static_cast<uint64_t>(add_index) &&
         arg.settle_index() == static_cast<uint64_t>(settle_index);
}

TEST(InvoicePosition, FollowsWhatIsAddedAndWhatIsSettled) {
  InvoicePosition position(0, 0);
  EXPECT_TRUE(position.Note(Open(7)));
  EXPECT_TRUE(position.Note(Open(8)));
  EXPECT_THAT(position, IsAt(8, 0));
  EXPECT_TRUE(position.Note(Settled(7, 3)));
  EXPECT_THAT(position, IsAt(8, 3));
}

TEST(InvoicePosition, KnowsWhatItHasBeenToldBefore) {
  InvoicePosition position(8, 3);
  EXPECT_FALSE(position.Note(Open(8)));
  EXPECT_FALSE(position.Note(Open(1)));
  EXPECT_FALSE(position.Note(Settled(7, 3)));
  EXPECT_FALSE(position.Note(Settled(6, 1)));
  EXPECT_THAT(position, IsAt(8, 3));
}

TEST(InvoicePosition, FromNowOnAnOldInvoicesSettlementIsNoAddition) {
  InvoicePosition position(0, 0);
  EXPECT_TRUE(position.Note(Settled(7, 3)));
  EXPECT_THAT(position, IsAt(0, 3));
}

// If the stream broke after an invoice of the first part, settlements before
// its own would still have to come.
TEST(InvoicePosition, StaysBehindSettlementsThatAreToldAhead) {
  InvoicePosition position(5, 1);
  EXPECT_TRUE(position.Note(Settled(6, 3)));
  EXPECT_THAT(position, IsAt(6, 1));
  EXPECT_TRUE(position.Note(Settled(2, 2)));  // The second part.
  EXPECT_THAT(position, IsAt(6, 2));
  EXPECT_FALSE(position.Note(Settled(6, 3)));
  EXPECT_THAT(position, IsAt(6, 3));
}

TEST(InvoicePosition, WithoutASettleIndexNothingComesTwice) {
  InvoicePosition position(5, 0);
  EXPECT_TRUE(position.Note(Settled(6, 3)));
  EXPECT_THAT(position, IsAt(6, 0));
  EXPECT_TRUE(position.Note(Settled(2, 4)));
  EXPECT_THAT(position, IsAt(6, 4));
}

TEST(InvoicePosition, TakesStatesThatLndDoesNotSendForNews) {
  InvoicePosition position(5, 1);
  lnrpc::Invoice cancelled = Open(3);
  cancelled.set_state(lnrpc::Invoice::CANCELED);
  EXPECT_TRUE(position.Note(cancelled));
  lnrpc::Invoice without_index = Settled(3, 0);
  EXPECT_TRUE(position.Note(without_index));
  EXPECT_THAT(position, IsAt(5, 1));
}

TEST(InvoicePosition, TellsThePaymentsOfAnAmpInvoiceApart) {
  InvoicePosition position(5, 10);
  EXPECT_FALSE(position.Note(Amp(4, {9})));
  EXPECT_TRUE(position.Note(Amp(4, {9, 11})));
  EXPECT_FALSE(position.Note(Amp(4, {9, 11})));
  // Two more: the second one has a message of its own.
  EXPECT_TRUE(position.Note(Amp(4, {9, 11, 12, 14})));
  EXPECT_THAT(position, IsAt(5, 12));
  EXPECT_TRUE(position.Note(Settled(1, 13)));
  EXPECT_TRUE(position.Note(Amp(4, {9, 11, 12, 14})));
  EXPECT_THAT(position, IsAt(5, 14));
}

TEST(InvoicePosition, FromNowOnTheLastPaymentOfAnAmpInvoiceIsTheNews) {
  InvoicePosition position(0, 0);
  EXPECT_TRUE(position.Note(Amp(4, {9, 11})));
  EXPECT_THAT(position, IsAt(0, 11));
}

TEST(InvoicePosition, KnowsAmpPaymentsThatWereToldAhead) {
  InvoicePosition position(5, 10);
  EXPECT_TRUE(position.Note(Amp(6, {11, 13})));
  EXPECT_THAT(position, IsAt(6, 10));
  EXPECT_FALSE(position.Note(Amp(6, {11})));
  EXPECT_TRUE(position.Note(Settled(1, 12)));
  EXPECT_FALSE(position.Note(Amp(6, {13})));
  EXPECT_THAT(position, IsAt(6, 13));
}

TEST(InvoicePosition, DoesNotGrowWithoutBound) {
  InvoicePosition position(1, 1);
  for (uint64_t i = 2; i < 200'000; ++i) {
    EXPECT_TRUE(position.Note(Settled(i, i + 1)));
  }
  // What it could not keep, it takes for news.
  EXPECT_FALSE(position.Note(Settled(2, 3)));
  EXPECT_TRUE(position.Note(Settled(199'999, 200'000)));
}

// Somebody who is told of a node's invoices, and loses the connection.
class Follower {
 public:
  explicit Follower(FakeInvoices& invoices) : invoices_(invoices) {}
  ~Follower() { Disconnect(); }
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  void Connect() {
    Disconnect();
    subscription_ = invoices_.Subscribe(
        position_.add_index(), position_.settle_index(),
        [this](const lnrpc::Invoice& invoice) { sent_.push_back(invoice); });
  }

  void Disconnect() {
    invoices_.Unsubscribe(subscription_);
    sent_.clear();
  }

  // Reads some of what was sent.
  void Read(size_t most) {
    for (; most > 0 && !sent_.empty(); --most) {
      const lnrpc::Invoice invoice = sent_.front();
      sent_.erase(sent_.begin());
      if (!position_.Note(invoice)) continue;
      const bool settled = invoice.state() == lnrpc::Invoice::SETTLED;
      ++(settled ? settled_ : open_)[invoice.add_index()];
    }
  }

  const std::map<uint64_t, int>& open() const { return open_; }
  const std::map<uint64_t, int>& settled() const { return settled_; }

 private:
  FakeInvoices& invoices_;
  // Knows one of each, which is as good as any.
  InvoicePosition position_{1, 1};
  int subscription_ = 0;
  std::vector<lnrpc::Invoice> sent_;
  std::map<uint64_t, int> open_;     // How often each was told of, when open,
  std::map<uint64_t, int> settled_;  // and when settled.
};

// Whatever happens, and wherever the connection breaks: each settlement is told
// of once, and each invoice once before that, or not at all if it was settled
// in between.
TEST(InvoicePosition, MissesNothingAndTellsNothingTwice) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    const auto pick = [&random](uint64_t below) { return random() % below; };
    FakeInvoices invoices;
    std::vector<uint64_t> unpaid;
    uint64_t added = 1;
    invoices.Add("before", 1);
    invoices.Settle(1);
    const auto something = [&] {
      if (unpaid.empty() || pick(2) == 0) {
        invoices.Add("invoice", 1);
        unpaid.push_back(++added);
        return;
      }
      const size_t which = pick(unpaid.size());
      if (pick(4) == 0) {
        invoices.Accept(unpaid[which]);
        return;
      }
      invoices.Settle(unpaid[which]);
      unpaid.erase(unpaid.begin() + static_cast<int64_t>(which));
    };

    Follower follower(invoices);
    follower.Connect();
    for (int step = 0; step < 100; ++step) {
      switch (pick(6)) {
        case 0:
          follower.Disconnect();
          break;
        case 1:
          invoices.CallInNextSubscribe(something);
          follower.Connect();
          break;
        case 2:
          follower.Read(pick(5));
          break;
        default:
          something();
      }
    }
    while (!unpaid.empty()) {
      invoices.Settle(unpaid.back());
      unpaid.pop_back();
    }
    follower.Connect();
    follower.Read(1000);
    for (uint64_t i = 2; i <= added; ++i) {
      const auto open = follower.open().find(i);
      EXPECT_TRUE(open == follower.open().end() || open->second == 1)
          << "invoice " << i << ", seed " << seed;
      const auto settled = follower.settled().find(i);
      EXPECT_TRUE(settled != follower.settled().end() && settled->second == 1)
          << "invoice " << i << ", seed " << seed;
    }
    if (HasFailure()) break;
  }
}

}  // namespace
