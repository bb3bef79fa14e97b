// SPDX-License-Identifier: Apache-2.0

#include "command_spelling.h"

#include "gmock/gmock.h"

namespace {

using nlohmann::json;
using testing::Eq;
using testing::Optional;

TEST(CommandSpelling, FollowsFromTheTypeOfTheRequest) {
  EXPECT_EQ(SpellingOfProto("Getinfo", "GetinfoRequest"), "getinfo");
  EXPECT_EQ(SpellingOfProto("ListPeers", "ListpeersRequest"), "listpeers");
  EXPECT_EQ(SpellingOfProto("FundChannelCancel", "FundchannelCancelRequest"),
            "fundchannel_cancel");
  EXPECT_EQ(SpellingOfProto("FetchBip353", "Fetchbip353Request"),
            "fetchbip353");
  EXPECT_EQ(SpellingOfProto("ConnectPeer", "ConnectRequest"), "connect");
  EXPECT_EQ(SpellingOfProto("CreateInvoiceRequest", "InvoicerequestRequest"),
            "invoicerequest");
}

TEST(CommandSpelling, FollowsFromTheMethodIfTheTypeSaysNothing) {
  EXPECT_EQ(SpellingOfProto("ListPeers", "Empty"), "listpeers");
  EXPECT_EQ(SpellingOfProto("Ping", "Request"), "ping");
}

const json& Help() {
  static const json help = json::parse(R"({"help": [
      {"command": "autoclean-once subsystem age", "category": "plugin"},
      {"command": "bkpr-listincome [consolidate_fees]"},
      {"command": "fundchannel_cancel id"},
      {"command": "getinfo "},
      {"command": "stop"}], "format-hint": "simple"})");
  return help;
}

TEST(CommandSpelling, IsThatOfTheNode) {
  EXPECT_THAT(SpellingOfNode(Help(), "autocleanonce"),
              Optional(Eq("autoclean-once")));
  EXPECT_THAT(SpellingOfNode(Help(), "bkprlistincome"),
              Optional(Eq("bkpr-listincome")));
  EXPECT_THAT(SpellingOfNode(Help(), "fundchannel_cancel"),
              Optional(Eq("fundchannel_cancel")));
  EXPECT_THAT(SpellingOfNode(Help(), "getinfo"), Optional(Eq("getinfo")));
  EXPECT_THAT(SpellingOfNode(Help(), "stop"), Optional(Eq("stop")));
}

TEST(CommandSpelling, IsNothingIfTheNodeHasNoSuchCommand) {
  EXPECT_EQ(SpellingOfNode(Help(), "autoclean"), std::nullopt);
  EXPECT_EQ(SpellingOfNode(Help(), "subsystem"), std::nullopt);
}

TEST(CommandSpelling, TakesAnythingForHelp) {
  for (const char* const help :
       {"null", "[]", "{}", "7", R"({"help": 7})", R"({"help": {"a": "b"}})",
        R"({"help": [7, null, {}, {"command": 7}, {"command": ""}]})"}) {
    EXPECT_EQ(SpellingOfNode(json::parse(help), "stop"), std::nullopt) << help;
  }
}

}  // namespace
