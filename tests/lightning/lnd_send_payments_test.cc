// SPDX-License-Identifier: Apache-2.0

#include <unistd.h>

#include <array>
#include <future>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "lnd/lightning.grpc.pb.h"
#include "payment_stream.h"
#include "send_payments.h"
#include "support/tcp_proxy.h"
#include "tests/harness.h"
#include "tests/lightning/fake_invoices.h"
#include "tests/lightning/fake_payments.h"
#include "tests/lightning/lnd_harness.h"
#include "track_payment.h"

namespace {

using harness::HasCode;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string kDest = "03" + std::string(64, '5');

// For a test whose deadline must not pass before it has begun.
void Connect(const std::shared_ptr<grpc::Channel>& channel) {
  EXPECT_TRUE(channel->WaitForConnected(
      absl::ToChronoTime(absl::Now() + harness::kForever)));
}

// A run of its own thread, which pays by keysend unless it is told otherwise,
// and without a pause.
class Running {
 public:
  Running(const std::shared_ptr<grpc::Channel>& channel,
          SendPaymentsOptions options, int input = -1)
      : payments_(std::make_unique<SendPayments>(channel, Quick(options), input,
                                                 out, err)),
        outcome_(std::async(std::launch::async,
                            [this] { return payments_->Run(); })) {}
  ~Running() { payments_ ? payments_->Stop() : void(); }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  void Stop() { payments_->Stop(); }

  // And all is printed.
  absl::Status Wait() {
    const absl::Status status = outcome_.get();
    payments_ = nullptr;
    return status;
  }

  Output out;
  Output err;

 private:
  static SendPaymentsOptions Quick(SendPaymentsOptions options) {
    options.interval = absl::ZeroDuration();
    if (options.timeout == absl::Seconds(10)) {
      options.timeout = harness::kForever;
    }
    return options;
  }

  std::unique_ptr<SendPayments> payments_;
  std::future<absl::Status> outcome_;  // Last: its thread uses all of them.
};

// The place among `made` of the payment that `running` has given `number`:
// calls that are made at once may come to lnd in any order.
size_t Place(Running& running, int number,
             const std::vector<FakePayment>& made) {
  const std::string begin = absl::StrCat("payment ", number, ": ");
  for (size_t i = 0; i < made.size(); ++i) {
    const std::string hash =
        absl::StrCat("hash ", absl::BytesToHexString(made[i].hash), "\n");
    running.out.WaitFor(hash);
    const std::string text = running.out.text();
    const size_t line = text.rfind('\n', text.find(hash)) + 1;
    if (text.compare(line, begin.size(), begin) == 0) return i;
  }
  ADD_FAILURE() << "no payment " << number;
  return 0;
}

// Each test with both of lnd's ways to pay.
class SendPaymentsTest : public testing::TestWithParam<bool> {
 protected:
  bool by_stream() const { return GetParam(); }
  FakeLndOptions Options(bool hold = false) const {
    return {.send_payment = by_stream(), .hold_payments = hold};
  }
  // What a failure that both have in common is called.
  static std::string TextOf(bool by_stream,
                            lnrpc::PaymentFailureReason reason) {
    if (!by_stream) return lnrpc::PaymentFailureReason_Name(reason);
    return reason == lnrpc::FAILURE_REASON_NO_ROUTE ? "no_route" : "timeout";
  }
};

INSTANTIATE_TEST_SUITE_P(, SendPaymentsTest, testing::Bool(),
                         [](const testing::TestParamInfo<bool>& way) {
                           return way.param ? "Stream" : "Router";
                         });

TEST_P(SendPaymentsTest, PaysByKeysend) {
  LndNode node(Options());
  Running running(node.Channel(), {.dest = kDest, .satoshi = 50, .count = 3});
  EXPECT_THAT(running.Wait(), HasCode(absl::StatusCode::kOk));
  const std::vector<FakePayment> made = node->payments().WaitFor(3);
  ASSERT_EQ(made.size(), 3);
  for (int number = 1; number <= 3; ++number) {
    const FakePayment& payment = made[Place(running, number, made)];
    EXPECT_EQ(payment.satoshi, 50);
    EXPECT_EQ(payment.fee_limit, 10);
    EXPECT_EQ(payment.status, lnrpc::Payment::SUCCEEDED);
    EXPECT_THAT(running.out.text(),
                AllOf(HasSubstr(absl::StrCat(
                          "payment ", number, ": 50 sat by keysend, hash ",
                          absl::BytesToHexString(payment.hash))),
                      HasSubstr(absl::StrCat(
                          "payment ", number,
                          ": paid 51 sat, of which fee 1 sat, "
                          "preimage ",
                          absl::BytesToHexString(payment.preimage)))));
  }
  EXPECT_EQ(running.err.text(),
            by_stream() ? ""
                        : "This lnd has no SendPayment any more: paying with "
                          "SendPaymentV2.\n");
}

TEST_P(SendPaymentsTest, ShowsResultsInTheOrderInWhichTheyCome) {
  LndNode node(Options(/*hold=*/true));
  Running running(node.Channel(), {.dest = kDest, .count = 3});
  const std::vector<FakePayment> made = node->payments().WaitFor(3);
  node->payments().End(Place(running, 3, made), lnrpc::FAILURE_REASON_NONE);
  running.out.WaitFor("payment 3: paid 101 sat");
  node->payments().End(Place(running, 1, made), lnrpc::FAILURE_REASON_NO_ROUTE);
  running.out.WaitFor("payment 1: not paid: " +
                      TextOf(by_stream(), lnrpc::FAILURE_REASON_NO_ROUTE));
  EXPECT_THAT(running.out.text(), Not(HasSubstr("payment 2: paid")));
  node->payments().End(Place(running, 2, made), lnrpc::FAILURE_REASON_NONE);
  const absl::Status status = running.Wait();
  EXPECT_THAT(status, HasCode(absl::StatusCode::kAborted));
  EXPECT_EQ(status.message(), "paid 2, not paid 1");
}

TEST_P(SendPaymentsTest, PaysNoMoreForFeesThanItMay) {
  LndNode node(Options());
  Running running(node.Channel(), {.dest = kDest, .count = 1, .fee_limit = 0});
  EXPECT_THAT(running.Wait(), HasCode(absl::StatusCode::kAborted));
  EXPECT_THAT(running.out.text(),
              HasSubstr("not paid: " +
                        TextOf(by_stream(), lnrpc::FAILURE_REASON_NO_ROUTE)));
}

TEST_P(SendPaymentsTest, StopEndsItWhenWhatIsUnderWayIsPaid) {
  LndNode node(Options(/*hold=*/true));
  Running running(node.Channel(), {.dest = kDest, .count = 2});
  const std::vector<FakePayment> made = node->payments().WaitFor(2);
  running.Stop();
  node->payments().End(Place(running, 1, made), lnrpc::FAILURE_REASON_NONE);
  running.out.WaitFor("payment 1: paid");
  node->payments().End(Place(running, 2, made), lnrpc::FAILURE_REASON_NONE);
  EXPECT_THAT(running.Wait(), HasCode(absl::StatusCode::kOk));
  EXPECT_THAT(running.out.text(), HasSubstr("payment 2: paid"));
}

TEST_P(SendPaymentsTest, WithoutACountItGoesOnUntilStop) {
  LndNode node(Options());
  Running running(node.Channel(), {.dest = kDest});
  node->payments().WaitFor(5);
  running.Stop();
  EXPECT_THAT(running.Wait(), HasCode(absl::StatusCode::kOk));
}

// Of many payments without a result, only so many are begun.
TEST_P(SendPaymentsTest, DoesNotPayWithoutBoundIfNoResultComes) {
  LndNode node(Options(/*hold=*/true));
  Running running(node.Channel(), {.dest = kDest});
  EXPECT_EQ(node->payments().WaitFor(100).size(), 100);
  node->payments().End(0, lnrpc::FAILURE_REASON_NONE);
  EXPECT_EQ(node->payments().WaitFor(101).size(), 101);
  running.Stop();
  for (size_t i = 1; i < 101; ++i) {
    node->payments().End(i, lnrpc::FAILURE_REASON_NONE);
  }
  EXPECT_THAT(running.Wait(), HasCode(absl::StatusCode::kOk));
}

// lnd's answer to such a payment has no hash.
TEST_P(SendPaymentsTest, APaymentThatLndRefusesIsNotPaid) {
  LndNode node(Options());
  Running running(node.Channel(),
                  {.dest = absl::BytesToHexString(FakeLndKey()), .count = 2});
  const absl::Status status = running.Wait();
  EXPECT_THAT(status, HasCode(absl::StatusCode::kAborted));
  EXPECT_EQ(status.message(), "paid 0, not paid 2");
  EXPECT_THAT(running.out.text(), HasSubstr("self-payments not allowed"));
}

TEST_P(SendPaymentsTest, WhatIsStillUnderWayMayHaveBeenPaid) {
  LndNode node(Options(/*hold=*/true));
  const auto channel = node.Channel();
  Connect(channel);
  Running running(channel, {.dest = kDest,
                            .count = 1,
                            .payment_timeout = absl::Seconds(1),
                            .stream_timeout = absl::Seconds(1),
                            .timeout = absl::Seconds(5)});
  const absl::Status status = running.Wait();
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("paid 0, not paid 0, may have been paid 1: look with "
                        "`lncli trackpayment HASH` before you pay again"));
  EXPECT_THAT(running.out.text(),
              AllOf(HasSubstr("payment 1: may have been paid: "),
                    HasSubstr("it is under way")));
}

TEST_P(SendPaymentsTest, ANodeThatGoesAwayIsAskedNothingTwice) {
  LndNode node(Options(/*hold=*/true));
  const auto channel = node.Channel();
  Connect(channel);
  Running running(channel,
                  {.dest = kDest, .count = 2, .timeout = absl::Seconds(5)});
  node->payments().WaitFor(2);
  node->Stop();
  const absl::Status status = running.Wait();
  EXPECT_FALSE(status.ok());
  EXPECT_THAT(std::string(status.message()), HasSubstr("may have been paid 2"));
  EXPECT_EQ(node->payments().WaitFor(2).size(), 2);
}

// The connection breaks; lnd goes on, and says so when it is asked.
TEST_P(SendPaymentsTest, AfterALostConnectionItAsksWhatBecameOfThem) {
  LndNode node(Options(/*hold=*/true));
  const auto proxy = support::TcpProxy::Start(node->address());
  LndAccess access = node.Access();
  access.target = (*proxy)->address();
  Running running(LndNode::MustOpen(access), {.dest = kDest, .count = 2});
  const std::vector<FakePayment> made = node->payments().WaitFor(2);
  node->payments().End(Place(running, 1, made), lnrpc::FAILURE_REASON_NONE);
  running.out.WaitFor("payment 1: paid");
  // Ended at lnd, and the result does not get through.
  (*proxy)->Silence();
  node->payments().End(Place(running, 2, made), lnrpc::FAILURE_REASON_NONE);
  (*proxy)->Drop();
  (*proxy)->Resume();
  const absl::Status status = running.Wait();
  EXPECT_THAT(running.out.text(), HasSubstr("payment 2: paid 101 sat"));
  EXPECT_THAT(status, HasCode(absl::StatusCode::kUnavailable));
}

TEST_P(SendPaymentsTest, PaysThePaymentRequestsOfAnInput) {
  LndNode node(Options());
  std::array<int, 2> ends;
  ASSERT_EQ(pipe(ends.data()), 0);
  const std::string one(32, '\x01');
  const std::string lines =
      absl::StrCat(FakePaymentRequest(one, 100, "tea"), "\nnonsense\n",
                   FakePaymentRequest(std::string(32, '\x02'), 200, "cake"),
                   "\n", FakePaymentRequest(one, 100, "tea"), "\n");
  ASSERT_EQ(write(ends[1], lines.data(), lines.size()),
            static_cast<ssize_t>(lines.size()));
  close(ends[1]);
  Running running(node.Channel(), {}, ends[0]);
  const absl::Status status = running.Wait();
  close(ends[0]);
  EXPECT_THAT(status, HasCode(absl::StatusCode::kAborted));
  EXPECT_EQ(status.message(), "paid 2, not paid 2");
  EXPECT_THAT(running.out.text(),
              AllOf(HasSubstr("payment 1: 100 sat for \"tea\", hash 0101"),
                    HasSubstr("payment 1: paid 101 sat"),
                    HasSubstr("line 2: not paid: UNKNOWN: DecodePayReq"),
                    HasSubstr("payment 2: paid 201 sat")));
}

TEST_P(SendPaymentsTest, StopEndsTheWaitForInput) {
  LndNode node(Options());
  std::array<int, 2> ends;
  ASSERT_EQ(pipe(ends.data()), 0);
  const std::string line = FakePaymentRequest(std::string(32, 1), 1, "") + "\n";
  ASSERT_EQ(write(ends[1], line.data(), line.size()),
            static_cast<ssize_t>(line.size()));
  Running running(node.Channel(), {}, ends[0]);
  running.out.WaitFor("payment 1: paid");
  running.Stop();
  EXPECT_THAT(running.Wait(), HasCode(absl::StatusCode::kOk));
  close(ends[0]);
  close(ends[1]);
}

TEST_P(SendPaymentsTest, PaysNothingWithAMacaroonThatDoesNotAllowIt) {
  LndNode node(Options());
  Running running(node.Channel("readonly"), {.dest = kDest, .count = 1});
  EXPECT_THAT(std::string(running.Wait().message()),
              StartsWith(by_stream() ? "SendPayment: permission denied"
                                     : "SendPaymentV2: permission denied"));
  EXPECT_EQ(node->payments().WaitFor(0).size(), 0);
}

TEST_P(SendPaymentsTest, PaysNothingIfAnOptionIsWrong) {
  LndNode node(Options());
  for (const auto& [options, text] :
       std::vector<std::pair<SendPaymentsOptions, std::string>>{
           {{.dest = "me"}, "dest \"me\": wanted a node's public key"},
           {{.dest = kDest, .satoshi = 0}, "amt 0: wanted 1 satoshi or more"},
           {{.dest = kDest, .payment_timeout = absl::Milliseconds(999)},
            "payment_timeout 999ms: wanted 1s to 24h"},
           {{.dest = kDest, .payment_timeout = absl::InfiniteDuration()},
            "payment_timeout inf: wanted 1s to 24h"}}) {
    Running running(node.Channel(), options);
    const absl::Status status = running.Wait();
    EXPECT_THAT(status, HasCode(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(std::string(status.message()), StartsWith(text));
  }
  EXPECT_EQ(node->payments().WaitFor(0).size(), 0);
}

TEST_P(SendPaymentsTest, EndsIfNobodySeesIt) {
  LndNode node(Options());
  std::ostream broken(nullptr);
  Output err;
  SendPayments payments(node.Channel(),
                        {.dest = kDest, .interval = absl::ZeroDuration()}, -1,
                        broken, err);
  EXPECT_THAT(payments.Run(), HasCode(absl::StatusCode::kDataLoss));
}

TEST_P(SendPaymentsTest, PaysNothingIfTheWalletIsLocked) {
  LndNode node(Options());
  node->set_state(lnrpc::LOCKED);
  Running running(node.Channel(), {.dest = kDest, .count = 1});
  EXPECT_FALSE(running.Wait().ok());
  EXPECT_EQ(node->payments().WaitFor(0).size(), 0);
}

TEST(SendPayments, DoesNotBeginOnceItIsStopped) {
  LndNode node;
  Output out;
  Output err;
  SendPayments payments(node.Channel(), {.dest = kDest}, -1, out, err);
  payments.Stop();
  EXPECT_THAT(payments.Run(), HasCode(absl::StatusCode::kOk));
  EXPECT_EQ(node->payments().WaitFor(0).size(), 0);
}

TEST(SendPayments, PaysNothingWithoutANode) {
  LndNode node;
  node->Stop();
  Running running(node.Channel(), {.dest = kDest});
  EXPECT_THAT(running.Wait(), HasCode(absl::StatusCode::kUnavailable));
}

// A payment that was made by somebody else, or earlier.
TEST(SendPayments, APaymentThatWasMadeBeforeIsNotMadeAgain) {
  LndNode node({.send_payment = false});
  const std::string hash(32, '\x01');
  FakePayment before;
  before.hash = hash;
  before.fee_limit = 10;
  node->payments().Begin(before, nullptr, [](const FakePayment&) {});
  std::array<int, 2> ends;
  ASSERT_EQ(pipe(ends.data()), 0);
  const std::string line = FakePaymentRequest(hash, 100, "");
  ASSERT_EQ(write(ends[1], line.data(), line.size()),
            static_cast<ssize_t>(line.size()));
  close(ends[1]);
  Running running(node.Channel(), {}, ends[0]);
  EXPECT_THAT(running.Wait(), HasCode(absl::StatusCode::kAborted));
  close(ends[0]);
  EXPECT_THAT(running.out.text(),
              HasSubstr("payment 1: not paid: ALREADY_EXISTS: SendPaymentV2: "
                        "invoice is already paid"));
  EXPECT_EQ(node->payments().WaitFor(1).size(), 1);
}

// With a hundred payments held, no more are made; and no more are waited for
// than their time.
TEST_P(SendPaymentsTest, EndsIfAHundredHaveNoResult) {
  LndNode node(Options(/*hold=*/true));
  const auto channel = node.Channel();
  Connect(channel);
  Running running(channel, {.dest = kDest,
                            .payment_timeout = absl::Seconds(1),
                            .stream_timeout = absl::Seconds(1),
                            .timeout = absl::Seconds(5)});
  const absl::Status status = running.Wait();
  EXPECT_FALSE(status.ok());
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("may have been paid 100"));
}

// Answers each payment as lnd does that is told to stop.
class StoppingLnd final : public lnrpc::Lightning::Service {
  grpc::Status SendPayment(
      grpc::ServerContext* /*context*/,
      grpc::ServerReaderWriter<lnrpc::SendResponse, lnrpc::SendRequest>* stream)
      override {
    lnrpc::SendRequest request;
    while (stream->Read(&request)) {
      lnrpc::SendResponse response;
      response.set_payment_hash(request.payment_hash());
      response.set_payment_error("router shutting down");
      if (!stream->Write(response)) break;
    }
    return grpc::Status::OK;
  }
};

TEST(PaymentStream, APaymentThatLndWaitsForNoLongerIsNotOver) {
  StoppingLnd service;
  harness::FakeServer server(service);
  const auto lightning =
      lnrpc::Lightning::NewStub(harness::ChannelTo(server.address()));
  std::ostringstream out;
  PaymentLedger ledger(out);
  support::Stop stop;
  PaymentStream stream(*lightning, harness::kForever, ledger, stop);
  Payment payment;
  payment.hash = std::string(32, 'h');
  payment.dest = std::string(33, 'd');
  ASSERT_TRUE(ledger.Begin(payment.hash, "a payment"));
  EXPECT_TRUE(stream.Send(payment));
  EXPECT_EQ(stream.Finish(), absl::OkStatus());
  ASSERT_EQ(ledger.open(), 1);
  EXPECT_EQ(ledger.Open()[0].why, "router shutting down");
  EXPECT_TRUE(ledger.Open()[0].ended);
}

TEST(PaymentStream, ThatIsNotFinishedIsCancelled) {
  LndNode node({.hold_payments = true});
  const auto stub = lnrpc::Lightning::NewStub(node.Channel());
  Output out;
  PaymentLedger ledger(out);
  support::Stop stop;
  {
    PaymentStream stream(*stub, harness::kForever, ledger, stop);
    Payment payment;
    payment.request = FakePaymentRequest(std::string(32, 1), 100, "");
    EXPECT_TRUE(stream.Send(payment));
    node->payments().WaitFor(1);
  }
  EXPECT_TRUE(stop.IsSet());
}

TEST(RouterResult, NamesAReasonThatIsNotKnownByItsNumber) {
  lnrpc::Payment payment;
  payment.set_status(lnrpc::Payment::FAILED);
  payment.set_failure_reason(static_cast<lnrpc::PaymentFailureReason>(99));
  EXPECT_EQ(RouterResult(payment).why, "failure reason 99");
}

}  // namespace
