// SPDX-License-Identifier: Apache-2.0

#include <future>
#include <memory>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "invoice_subscription.h"
#include "support/held_port.h"
#include "support/tcp_proxy.h"
#include "tests/harness.h"
#include "tests/lightning/lnd_harness.h"

namespace {

using harness::HasCode;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

int CountOf(const std::string& text, const std::string& part) {
  int count = 0;
  for (size_t at = text.find(part); at != text.npos;
       at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

// A subscription on a thread of its own.
class Running {
 public:
  Running(const std::shared_ptr<grpc::Channel>& channel,
          InvoiceSubscriptionOptions options)
      : subscription_(channel, Quick(options), out, err),
        outcome_(std::async(std::launch::async,
                            [this] { return subscription_.Run(); })) {}
  ~Running() { subscription_.Stop(); }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  absl::Status Wait() { return outcome_.get(); }
  absl::Status Stop() {
    subscription_.Stop();
    return Wait();
  }

  Output out;
  Output err;

 private:
  static InvoiceSubscriptionOptions Quick(InvoiceSubscriptionOptions options) {
    options.longest_pause = absl::Milliseconds(20);
    options.timeout = harness::kForever;
    return options;
  }

  InvoiceSubscription subscription_;
  std::future<absl::Status> outcome_;  // Last: its thread uses all of them.
};

TEST(InvoiceSubscription, ShowsWhatIsAddedAndSettledFromNowOn) {
  LndNode node;
  node->invoices().Add("before", 1);
  Running running(node.Channel(), {});
  node->WaitForSubscriptions(1);
  node->invoices().Add("Käse", 100);
  running.out.WaitFor("state: OPEN\n");
  node->invoices().Settle(2);
  running.out.WaitFor("state: SETTLED\n");
  EXPECT_THAT(running.Stop(), HasCode(absl::StatusCode::kOk));
  EXPECT_THAT(running.out.text(),
              StartsWith("********************\nmemo: \"Käse\"\nr_hash: \""));
  EXPECT_THAT(running.out.text(), Not(HasSubstr("before")));
  EXPECT_EQ(CountOf(running.out.text(), "add_index: 2\n"), 2);
  EXPECT_EQ(running.err.text(),
            "To go on from here: --add_index=2 --settle_index=1\n");
}

TEST(InvoiceSubscription, ShowsThePreimageOfAPaidInvoiceOnly) {
  LndNode node;
  Running running(node.Channel(), {});
  node->WaitForSubscriptions(1);
  node->invoices().Add("", 100);
  EXPECT_THAT(running.out.WaitFor("state: OPEN\n"),
              Not(HasSubstr("r_preimage")));
  node->invoices().Settle(1);
  EXPECT_THAT(running.out.WaitFor("state: SETTLED\n"),
              HasSubstr("r_preimage: \"3030"));
}

TEST(InvoiceSubscription, GoesOnAfterTheIndexesThatItIsGiven) {
  LndNode node;
  for (int i = 1; i <= 4; ++i) {
    node->invoices().Add(absl::StrCat("number ", i), 100);
  }
  for (const uint64_t index : {1, 3, 2}) node->invoices().Settle(index);
  // Knows 1 to 3, and that 1 has been paid.
  Running running(node.Channel(), {.add_index = 3, .settle_index = 1});
  running.out.WaitFor("settle_index: 3\n");
  EXPECT_THAT(running.Stop(), HasCode(absl::StatusCode::kOk));
  EXPECT_EQ(CountOf(running.out.text(), "number 1"), 0);
  EXPECT_EQ(CountOf(running.out.text(), "number 2"), 1);
  EXPECT_EQ(CountOf(running.out.text(), "number 3"), 1);
  EXPECT_EQ(CountOf(running.out.text(), "number 4"), 1);
  EXPECT_EQ(running.err.text(),
            "To go on from here: --add_index=4 --settle_index=3\n");
}

TEST(InvoiceSubscription, ShowsOnceWhatHappensWhileItBegins) {
  LndNode node;
  node->invoices().Add("first", 100);
  node->invoices().CallInNextSubscribe(
      [&node] { node->invoices().Add("second", 100); });
  Running running(node.Channel(), {.add_index = 1, .settle_index = 0});
  node->WaitForSubscriptions(1);
  node->invoices().Add("third", 100);
  EXPECT_EQ(CountOf(running.out.WaitFor("third"), "second"), 1);
}

// A node whose port is its own while it is down.
class Restarting : public testing::Test {
 protected:
  const std::unique_ptr<support::HeldPort> port_ = *support::HeldPort::Pick();
  LndNode node_{{.listen = port_->address(), .hosts = {"127.0.0.2"}}};
};

TEST_F(Restarting, ItIsThereAgainAndHasMissedNothing) {
  node_->invoices().Add("first", 100);
  Running running(node_.Channel(), {});
  node_->WaitForSubscriptions(1);
  node_->invoices().Settle(1);
  node_->invoices().Add("second", 100);
  running.out.WaitFor("second");

  node_->Stop();
  running.err.WaitFor("SubscribeInvoices has ended. Waiting for the node.\n");
  node_->invoices().Add("third", 100);
  node_->invoices().Settle(2);
  ASSERT_TRUE(node_->Start().ok());
  running.err.WaitFor("The node is back.\n");
  running.out.WaitFor("settle_index: 2\n");
  node_->WaitForSubscriptions(1);
  node_->invoices().Add("fourth", 100);
  running.out.WaitFor("fourth");
  EXPECT_THAT(running.Stop(), HasCode(absl::StatusCode::kOk));
  for (const auto& [memo, times] :
       {std::pair{"first", 1}, {"second", 2}, {"third", 1}, {"fourth", 1}}) {
    EXPECT_EQ(CountOf(running.out.text(), memo), times) << memo;
  }
  EXPECT_THAT(running.err.text(), HasSubstr("--add_index=4 --settle_index=2"));
}

TEST_F(Restarting, ItWaitsUntilTheWalletIsUnlocked) {
  Running running(node_.Channel(), {});
  node_->WaitForSubscriptions(1);
  node_->Stop();
  node_->set_state(lnrpc::LOCKED);
  ASSERT_TRUE(node_->Start().ok());
  running.err.WaitFor(
      "FAILED_PRECONDITION: GetState: wallet locked: unlock it with `lncli "
      "unlock`. Waiting for the node.\n");
  node_->set_state(lnrpc::RPC_ACTIVE);
  running.err.WaitFor("The node is back.\n");
  node_->WaitForSubscriptions(1);
}

TEST_F(Restarting, StopEndsTheWaitForTheNode) {
  Running running(node_.Channel(), {});
  node_->WaitForSubscriptions(1);
  node_->Stop();
  running.err.WaitFor("Waiting for the node.\n");
  EXPECT_THAT(running.Stop(), HasCode(absl::StatusCode::kOk));
}

TEST_F(Restarting, AnErrorThatWaitingDoesNotCureEndsIt) {
  Running running(node_.Channel(), {});
  node_->WaitForSubscriptions(1);
  node_->invoices().Add("", 1);
  running.out.WaitFor("add_index: 1\n");
  node_->Stop();
  node_->set_macaroons_revoked(true);
  ASSERT_TRUE(node_->Start().ok());
  const absl::Status status = running.Wait();
  EXPECT_THAT(status, HasCode(absl::StatusCode::kUnknown));
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr("SubscribeInvoices: verification failed"),
                    HasSubstr("To go on from here: --add_index=1 "
                              "--settle_index=0")));
}

TEST(InvoiceSubscription, GoesOnAfterALostConnection) {
  LndNode node;
  const auto proxy = support::TcpProxy::Start(node->address());
  LndAccess access = node.Access();
  access.target = (*proxy)->address();
  Running running(LndNode::MustOpen(access), {});
  node->WaitForSubscriptions(1);
  (*proxy)->Drop();
  running.err.WaitFor("UNAVAILABLE: SubscribeInvoices: ");
  running.err.WaitFor("The node is back.\n");
  node->WaitForSubscriptions(1);
}

TEST(InvoiceSubscription, NoticesANodeThatSaysNothingAnyMore) {
  LndNode node;
  const auto proxy = support::TcpProxy::Start(node->address());
  LndAccess access = node.Access();
  access.target = (*proxy)->address();
  access.silence = absl::Seconds(1);
  Running running(LndNode::MustOpen(access), {});
  node->WaitForSubscriptions(1);
  (*proxy)->Silence();
  running.err.WaitFor("UNAVAILABLE: SubscribeInvoices: ");
  (*proxy)->Drop();
  (*proxy)->Resume();
  running.err.WaitFor("The node is back.\n");
}

TEST(InvoiceSubscription, DoesNotWaitForANodeThatWasNeverThere) {
  LndNode node;
  node->Stop();
  Running running(node.Channel(), {});
  const absl::Status status = running.Wait();
  EXPECT_THAT(status, HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(std::string(status.message()), StartsWith("GetState: "));
}

TEST(InvoiceSubscription, SaysAtTheStartWhatIsToBeDoneWithTheWallet) {
  LndNode node;
  for (const auto& [state, text] :
       {std::pair{lnrpc::LOCKED, "wallet locked: unlock it with"},
        {lnrpc::NON_EXISTING, "wallet not created: create one with"},
        {lnrpc::UNLOCKED, "in the process of starting: lnd is starting"},
        {lnrpc::WAITING_TO_START, "in the process of starting: lnd is"}}) {
    node->set_state(state);
    Running running(node.Channel(), {});
    const absl::Status status = running.Wait();
    EXPECT_THAT(status, HasCode(absl::StatusCode::kFailedPrecondition));
    EXPECT_THAT(status.message(), HasSubstr(text));
  }
}

TEST(InvoiceSubscription, EndsIfTheMacaroonIsRefused) {
  LndNode node;
  Running running(node.Channel(""), {});
  EXPECT_THAT(std::string(running.Wait().message()),
              StartsWith("SubscribeInvoices: expected 1 macaroon, got 0: "));
}

TEST(InvoiceSubscription, EndsIfNobodyTakesTheOutput) {
  LndNode node;
  std::ostream broken(nullptr);
  Output err;
  InvoiceSubscription subscription(node.Channel(), {}, broken, err);
  EXPECT_THAT(subscription.Run(), HasCode(absl::StatusCode::kDataLoss));
}

TEST(InvoiceSubscription, DoesNotBeginOnceItIsStopped) {
  LndNode node;
  Output out;
  Output err;
  InvoiceSubscription subscription(node.Channel(), {}, out, err);
  subscription.Stop();
  EXPECT_THAT(subscription.Run(), HasCode(absl::StatusCode::kOk));
}

}  // namespace
