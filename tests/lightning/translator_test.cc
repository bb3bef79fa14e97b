// SPDX-License-Identifier: Apache-2.0

#include "translator.h"

#include <string>

#include "absl/strings/escaping.h"
#include "cln/node.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/harness.h"

namespace {

using absl::StatusCode;
using google::protobuf::Message;
using harness::HasCode;
using nlohmann::json;
using testing::HasSubstr;

template <typename M>
M Text(const std::string& text) {
  M message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

void ExpectJson(const Message& message, const std::string& wanted) {
  const auto got = ToJson(message);
  ASSERT_THAT(got, HasCode(StatusCode::kOk)) << got.status();
  EXPECT_EQ(*got, json::parse(wanted));
}

TEST(Translator, WritesAnInvoiceRequest) {
  ExpectJson(Text<cln::InvoiceRequest>(R"(
                 amount_msat { amount { msat: 18446744073709551615 } }
                 description: "a \"caf\303\251\"\n" label: "" cltv: 0
                 fallbacks: "bcrt1q" preimage: "01234567890123456789012345678901")"),
             R"({"amount_msat": 18446744073709551615,
                 "description": "a \"café\"\n", "label": "", "cltv": 0,
                 "fallbacks": ["bcrt1q"], "preimage":
  "3031323334353637383930313233343536373839303132333435363738393031"})");
}

constexpr char kGetinfo[] = R"({
    "id": "02c8b5e7c5c8b5e7c5c8b5e7c5c8b5e7c5c8b5e7c5c8b5e7c5c8b5e7c5c8b5e7c5",
    "alias":"VERIFY","color":"02bf81","num_peers":0,"num_pending_channels":0,
    "num_active_channels":0,"num_inactive_channels":0,"address":[],
    "binding":[{"type":"ipv4","address":"127.0.0.1","port":19846},
               {"type":"local socket","socket":"/tmp/s"}],
    "version":"v26.06.6","blockheight":0,"network":"regtest",
    "fees_collected_msat":0,"lightning-dir":"/home/x",
    "our_features":{"init":"08","node":"88","channel":"","invoice":"02"}})";

TEST(Translator, ReadsTheAnswerOfGetinfo) {
  cln::GetinfoResponse answer;
  ASSERT_THAT(FromJson(json::parse(kGetinfo), answer),
              HasCode(StatusCode::kOk));
  EXPECT_EQ(answer.id().size(), 33);
  EXPECT_EQ(answer.lightning_dir(), "/home/x");
  EXPECT_EQ(answer.binding(1).item_type(), cln::GetinfoBinding::LOCAL_SOCKET);
  EXPECT_TRUE(answer.has_fees_collected_msat());

  // What is written is what was read, but for what is empty.
  json again = *ToJson(answer, Party::kPerson);
  again["address"] = json::array();
  EXPECT_EQ(again, json::parse(kGetinfo));
}

TEST(Translator, NamesTheFieldThatIsWrong) {
  cln::ListpeersResponse answer;
  const absl::Status status = FromJson(
      json::parse(R"({"peers": [{}, {"log": [{"type": 7}]}]})"), answer);
  EXPECT_THAT(status, HasCode(StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("peers[1].log[0].item_type: 7: wanted one of SKIPPED"));
}

}  // namespace
