// SPDX-License-Identifier: Apache-2.0

#include "lnd_text.h"

#include <limits>
#include <string>

#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "lnd/lightning.pb.h"
#include "lnd/stateservice.pb.h"
#include "lnd_status.h"
#include "tests/harness.h"

namespace {

using harness::HasCode;
using testing::HasSubstr;
using testing::Not;

TEST(LndText, ShowsZeroes) {
  EXPECT_EQ(LndText(lnrpc::GetStateResponse()), "state: NON_EXISTING\n");
  EXPECT_EQ(LndText(lnrpc::WalletBalanceResponse()),
            "total_balance: 0\n"
            "confirmed_balance: 0\n"
            "unconfirmed_balance: 0\n"
            "locked_balance: 0\n"
            "reserved_balance_anchor_chan: 0\n");
}

TEST(LndText, ShowsBytesInHexAndTextAsItIs) {
  lnrpc::AddInvoiceResponse response;
  response.set_r_hash(std::string("\x00\xff", 2));
  response.set_payment_request("Käse \"1\"\x1b");
  EXPECT_EQ(LndText(response),
            "r_hash: \"00ff\"\n"
            "payment_request: \"Käse \\\"1\\\"\\033\"\n"
            "add_index: 0\n");
}

TEST(LndText, ShowsMessagesInMessages) {
  lnrpc::WalletBalanceResponse response;
  (*response.mutable_account_balance())["default"].set_confirmed_balance(5);
  EXPECT_THAT(LndText(response), HasSubstr("account_balance {\n"
                                           "  key: \"default\"\n"
                                           "  value {\n"
                                           "    confirmed_balance: 5\n"
                                           "    unconfirmed_balance: 0\n"
                                           "  }\n"
                                           "}\n"));
}

TEST(LndText, ShowsEachElement) {
  lnrpc::GetInfoResponse response;
  response.add_uris("one");
  response.add_uris("two");
  EXPECT_THAT(LndText(response), HasSubstr("uris: \"one\"\nuris: \"two\"\n"));
}

TEST(LndText, ShowsNeitherDeprecatedNorUnknownFields) {
  // Field 6 is deprecated, and 24 is one that lnd has and our proto has not.
  lnrpc::Invoice invoice;
  ASSERT_TRUE(invoice.ParseFromString("\x30\x01\xc0\x01\x07"));
  const std::string text = LndText(invoice);
  EXPECT_THAT(text, Not(HasSubstr("settled:")));
  EXPECT_THAT(text, Not(HasSubstr("24")));
}

TEST(LndText, HasThousandthsOfASatoshiIfThereAreSome) {
  EXPECT_EQ(SatoshiText(0), "0 sat");
  EXPECT_EQ(SatoshiText(100'000), "100 sat");
  EXPECT_EQ(SatoshiText(1'050), "1.050 sat");
  EXPECT_EQ(SatoshiText(1), "0.001 sat");
  EXPECT_EQ(SatoshiText(-1'500), "-1.500 sat");
  EXPECT_EQ(SatoshiText(std::numeric_limits<int64_t>::min()),
            "-9223372036854775.808 sat");
}

grpc::Status Unknown(const std::string& text) {
  return {grpc::StatusCode::UNKNOWN, text};
}

TEST(LndStatus, OfACallThatSucceededIsOk) {
  EXPECT_THAT(LndStatus("GetInfo", grpc::Status::OK),
              HasCode(absl::StatusCode::kOk));
}

TEST(LndStatus, KeepsTheCodeAndWhatLndSays) {
  const absl::Status status = LndStatus("GetInfo", Unknown("no such thing"));
  EXPECT_THAT(status, HasCode(absl::StatusCode::kUnknown));
  EXPECT_EQ(status.message(), "GetInfo: no such thing");
}

TEST(LndStatus, SaysWhatToDoAboutEachCode) {
  using grpc::StatusCode;
  for (const auto& [code, advice] :
       {std::pair{StatusCode::UNAVAILABLE, "see that lnd runs at --target"},
        {StatusCode::DEADLINE_EXCEEDED, "give it longer with --timeout"},
        {StatusCode::UNIMPLEMENTED, "see that --target is lnd's gRPC port"}}) {
    EXPECT_THAT(LndStatus("GetInfo", {code, "text"}).message(),
                HasSubstr(advice));
  }
}

// lnd's texts, as they are in its sources.
TEST(LndStatus, KnowsWhatMayPassAndWhatDoesNot) {
  for (const std::string text :
       {"wallet locked, unlock it to enable full RPC access",
        "wallet not created, create one to enable full RPC access",
        "waiting to start, RPC services not available",
        "the RPC server is in the process of starting up, but not yet ready to "
        "accept calls",
        "server is still in the process of starting",
        "unable to determine macaroon permissions", "rpc server shutting down",
        "invoice registry shutting down"}) {
    EXPECT_TRUE(MayPass(Unknown(text))) << text;
    EXPECT_THAT(LndStatus("GetInfo", Unknown(text)).message(),
                HasSubstr(text + ": "));
  }
  for (const std::string text :
       {"expected 1 macaroon, got 0", "permission denied",
        "verification failed: signature mismatch after caveat verification",
        "cannot get macaroon: root key with id 1 doesn't exist",
        "unknown macaroon version: 1"}) {
    EXPECT_FALSE(MayPass(Unknown(text))) << text;
    EXPECT_THAT(LndStatus("GetInfo", Unknown(text)).message(),
                HasSubstr(text + ": "));
  }
  EXPECT_FALSE(MayPass(Unknown("something else")));
}

TEST(LndStatus, KnowsWhichCodesMayPass) {
  using grpc::StatusCode;
  for (const StatusCode code :
       {StatusCode::UNAVAILABLE, StatusCode::DEADLINE_EXCEEDED,
        StatusCode::CANCELLED}) {
    EXPECT_TRUE(MayPass({code, ""}));
  }
  EXPECT_TRUE(MayPass(grpc::Status::OK));
  for (const StatusCode code :
       {StatusCode::UNIMPLEMENTED, StatusCode::RESOURCE_EXHAUSTED}) {
    EXPECT_FALSE(MayPass({code, ""}));
  }
}

}  // namespace
