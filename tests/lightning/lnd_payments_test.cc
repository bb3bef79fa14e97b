// SPDX-License-Identifier: Apache-2.0
//
// What is paid, and the book about it.

#include <unistd.h>

#include <array>
#include <optional>
#include <set>
#include <sstream>
#include <string>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "keysend.h"
#include "lnd_client.h"
#include "openssl/sha.h"
#include "payment_ledger.h"
#include "payment_source.h"
#include "support/hex.h"
#include "tests/harness.h"
#include "tests/lightning/fake_invoices.h"
#include "tests/lightning/lnd_harness.h"

namespace {

using harness::HasCode;
using testing::HasSubstr;

std::string Sha256(const std::string& text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash;
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         hash.data());
  return {hash.begin(), hash.end()};
}

TEST(Keysend, HasAPreimageOfItsOwnAndTheHashOfIt) {
  std::set<std::string> preimages;
  for (int i = 0; i < 100; ++i) {
    const auto keysend = MakeKeysend();
    ASSERT_THAT(keysend, HasCode(absl::StatusCode::kOk));
    EXPECT_EQ(keysend->preimage.size(), 32);
    EXPECT_EQ(keysend->payment_hash, Sha256(keysend->preimage));
    preimages.insert(keysend->preimage);
  }
  EXPECT_EQ(preimages.size(), 100);
}

TEST(NodeKey, IsSixtySixHexDigits) {
  const std::string key = "02" + std::string(62, 'a') + "Ff";
  EXPECT_EQ(*ParseNodeKey(key), support::FromHex(key));
  EXPECT_THAT(ParseNodeKey("03" + std::string(64, '0')),
              HasCode(absl::StatusCode::kOk));
  for (const std::string& wrong :
       {std::string(), key + "0", key.substr(1), "04" + key.substr(2),
        "12" + key.substr(2), key.substr(0, 65) + "g",
        std::string(33, '\x02')}) {
    const auto parsed = ParseNodeKey(wrong);
    EXPECT_THAT(parsed, HasCode(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(parsed.status().message(), HasSubstr("wanted a node's public"));
  }
}

TEST(PaymentHash, IsSixtyFourHexDigits) {
  EXPECT_EQ(*ParsePaymentHash(std::string(64, '1')), std::string(32, '\x11'));
  for (const std::string& wrong :
       {std::string(), std::string(66, '1'), std::string(63, '1') + "x"}) {
    EXPECT_THAT(ParsePaymentHash(wrong),
                HasCode(absl::StatusCode::kInvalidArgument));
  }
}

const std::string kOne(32, '\x01');
const std::string kTwo(32, '\x02');

PaymentResult Failed(const std::string& why) {
  PaymentResult result;
  result.kind = PaymentResult::kFailed;
  result.why = why;
  return result;
}

PaymentResult Paid() {
  PaymentResult result;
  result.kind = PaymentResult::kPaid;
  result.paid_msat = 101'000;
  result.fee_msat = 1'000;
  result.preimage_hex = "abab";
  return result;
}

TEST(PaymentLedger, MatchesResultsToPaymentsInAnyOrder) {
  std::ostringstream out;
  {
    PaymentLedger ledger(out);
    EXPECT_TRUE(ledger.Begin(kOne, "100 sat"));
    EXPECT_TRUE(ledger.Begin(kTwo, "200 sat"));
    EXPECT_EQ(ledger.open(), 2);
    ledger.End(kTwo, Failed("no\nroute"));
    ledger.End(kOne, Paid());
    EXPECT_EQ(ledger.open(), 0);
    const absl::Status outcome = ledger.Outcome();
    EXPECT_THAT(outcome, HasCode(absl::StatusCode::kAborted));
    EXPECT_EQ(outcome.message(), "paid 1, not paid 1");
  }
  EXPECT_EQ(out.str(),
            "payment 1: 100 sat, hash " + absl::BytesToHexString(kOne) +
                "\npayment 2: 200 sat, hash " + absl::BytesToHexString(kTwo) +
                "\npayment 2: not paid: no\\nroute\n"
                "payment 1: paid 101 sat, of which fee 1 sat, "
                "preimage abab\n");
}

TEST(PaymentLedger, IsContentIfAllIsPaid) {
  std::ostringstream out;
  PaymentLedger ledger(out);
  EXPECT_THAT(ledger.Outcome(), HasCode(absl::StatusCode::kOk));
  ledger.Begin(kOne, "100 sat");
  ledger.End(kOne, Paid());
  EXPECT_THAT(ledger.Outcome(), HasCode(absl::StatusCode::kOk));
}

TEST(PaymentLedger, TakesAPaymentOnceUntilItIsOver) {
  std::ostringstream out;
  PaymentLedger ledger(out);
  EXPECT_TRUE(ledger.Begin(kOne, ""));
  EXPECT_FALSE(ledger.Begin(kOne, ""));
  ledger.End(kOne, Paid());
  EXPECT_TRUE(ledger.Begin(kOne, ""));
}

TEST(PaymentLedger, KeepsAPaymentOpenIfAResultIsForNobody) {
  std::ostringstream out;
  {
    PaymentLedger ledger(out);
    ledger.Begin(kOne, "");
    ledger.End(std::string(32, '\0'), Failed("invalid key length"));
    EXPECT_EQ(ledger.open(), 1);
    EXPECT_THAT(ledger.Outcome(), HasCode(absl::StatusCode::kAborted));
  }
  EXPECT_THAT(out.str(),
              HasSubstr("\na payment: not paid: invalid key length"));
}

TEST(PaymentLedger, SaysHowManyMayHaveBeenPaid) {
  std::ostringstream out;
  {
    PaymentLedger ledger(out);
    ledger.Begin(kOne, "");
    ledger.Begin(kTwo, "");
    PaymentResult unknown;
    unknown.why = "lost";
    ledger.End(kOne, unknown);
    EXPECT_THAT(std::string(ledger.Outcome().message()),
                testing::StartsWith(
                    "paid 0, not paid 0, may have been paid 2: look with"));
  }
  EXPECT_THAT(out.str(), HasSubstr("payment 1: may have been paid: lost\n"));
}

TEST(PaymentLedger, KnowsWhichAreOpenAndWhy) {
  std::ostringstream out;
  PaymentLedger ledger(out);
  ledger.Begin(kTwo, "");
  ledger.Begin(kOne, "");
  ledger.Doubt(kOne, "no answer", true);
  ledger.Doubt("another", "no answer", true);
  const std::vector<OpenPayment> open = ledger.Open();
  ASSERT_EQ(open.size(), 2);
  EXPECT_EQ(open[0].hash, kTwo);
  EXPECT_EQ(open[0].why, "");
  EXPECT_FALSE(open[0].ended);
  EXPECT_EQ(open[1].number, 2);
  EXPECT_EQ(open[1].why, "no answer");
  EXPECT_TRUE(open[1].ended);
}

TEST(PaymentLedger, SaysIfItCannotBePrinted) {
  std::ostream broken(nullptr);
  PaymentLedger ledger(broken);
  EXPECT_FALSE(ledger.lost_output());
  ledger.Begin(kOne, "");
  while (!ledger.lost_output()) std::this_thread::yield();
}

TEST(KeysendSource, PaysTheSameToTheSameWithoutAnEnd) {
  std::ostringstream out;
  PaymentLedger ledger(out);
  KeysendSource source("key", 100, ledger);
  for (size_t i = 1; i <= 3; ++i) {
    const auto payment = source.Next();
    ASSERT_THAT(payment, HasCode(absl::StatusCode::kOk));
    EXPECT_EQ((*payment)->dest, "key");
    EXPECT_EQ((*payment)->satoshi, 100);
    EXPECT_EQ((*payment)->hash, Sha256((*payment)->preimage));
    EXPECT_EQ(ledger.open(), i);
  }
}

class RequestSourceTest : public testing::Test {
 protected:
  static std::array<int, 2> Pipe() {
    std::array<int, 2> ends = {};
    EXPECT_EQ(pipe(ends.data()), 0);
    return ends;
  }
  ~RequestSourceTest() override {
    close(ends_[0]);
    if (ends_[1] >= 0) close(ends_[1]);
  }

  // All of the input.
  void Write(const std::string& text) {
    ASSERT_EQ(write(ends_[1], text.data(), text.size()),
              static_cast<ssize_t>(text.size()));
    close(ends_[1]);
    ends_[1] = -1;
  }

  std::array<int, 2> ends_ = Pipe();
  support::Stop stop_;
  LndNode node_;
  LndClient client_{node_.Channel(), harness::kForever};
  Output out_;
  PaymentLedger ledger_{out_};
  RequestSource source_{ends_[0], stop_, client_, ledger_};
};

TEST_F(RequestSourceTest, ReadsRequestsAndAsksWhatTheyAre) {
  const std::string first = FakePaymentRequest(kOne, 100, "tea");
  const std::string second = FakePaymentRequest(kTwo, 200, "");
  Write(first + "\n\n" + second + "\n");
  auto payment = source_.Next();
  ASSERT_THAT(payment, HasCode(absl::StatusCode::kOk));
  EXPECT_EQ((*payment)->request, first);
  EXPECT_EQ((*payment)->hash, kOne);
  payment = source_.Next();
  EXPECT_EQ((*payment)->request, second);
  out_.WaitFor("payment 1: 100 sat for \"tea\", hash 0101");
  payment = source_.Next();
  ASSERT_THAT(payment, HasCode(absl::StatusCode::kOk));
  EXPECT_EQ(*payment, std::nullopt);
}

TEST_F(RequestSourceTest, LeavesOutWhatIsNotToBePaid) {
  const std::string good = FakePaymentRequest(kOne, 100, "");
  Write("nonsense\n" + FakePaymentRequest(kTwo, 0, "") + "\n" +
        FakePaymentRequest("short", 100, "") + "\n" + good + "\n" + good);
  const auto payment = source_.Next();
  ASSERT_THAT(payment, HasCode(absl::StatusCode::kOk));
  EXPECT_EQ((*payment)->request, good);
  out_.WaitFor("line 1: not paid: UNKNOWN: DecodePayReq: invalid bech32");
  out_.WaitFor(
      "line 2: not paid: INVALID_ARGUMENT: the payment request names "
      "no amount");
  out_.WaitFor("line 3: not paid: INVALID_ARGUMENT: payment_hash ");
  EXPECT_EQ(*source_.Next(), std::nullopt);
  out_.WaitFor("line 5: not paid: ALREADY_EXISTS: this payment is under way");
  EXPECT_THAT(std::string(ledger_.Outcome().message()),
              testing::StartsWith("paid 0, not paid 4, may have been paid 1"));
}

TEST_F(RequestSourceTest, EndsIfTheNodeIsGone) {
  node_->Stop();
  Write(FakePaymentRequest(kOne, 100, "") + "\nmore\n");
  EXPECT_THAT(source_.Next(), HasCode(absl::StatusCode::kUnavailable));
}

TEST_F(RequestSourceTest, EndsAtALineThatIsNoText) {
  Write("\xff\n");
  EXPECT_THAT(source_.Next(), HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_F(RequestSourceTest, EndsWhenItIsStopped) {
  stop_.Set();
  const auto payment = source_.Next();
  ASSERT_THAT(payment, HasCode(absl::StatusCode::kOk));
  EXPECT_EQ(*payment, std::nullopt);
}

}  // namespace
