// SPDX-License-Identifier: Apache-2.0

#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/harness.h"
#include "tests/lightning/everything.h"
#include "translator.h"

namespace {

using absl::StatusCode;
using harness::HasCode;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// A message whose payment_hash, which is always written, the node would take,
// unless `text` begins with another one.
std::unique_ptr<google::protobuf::Message> Request(const std::string& text) {
  return Everything(
      absl::StartsWith(text, "payment_hash")
          ? text
          : absl::StrCat("payment_hash: \"0123456789abcdef0123456789abcdef\" ",
                         text));
}

// The JSON of one key of such a message.
json Key(const std::string& key, const std::string& text,
         Party reader = Party::kNode) {
  const auto object = ToJson(*Request(text), reader);
  EXPECT_THAT(object, HasCode(StatusCode::kOk)) << object.status();
  if (!object.ok()) return nullptr;
  return object->contains(key) ? object->at(key) : json("not there");
}

void ExpectRefused(const std::string& text, const std::string& why) {
  const auto object = ToJson(*Request(text));
  EXPECT_THAT(object, HasCode(StatusCode::kInvalidArgument));
  EXPECT_EQ(std::string(object.status().message()), why);
}

TEST(ToJson, WritesNumbersExactly) {
  EXPECT_EQ(Key("an_int32", "an_int32: -2147483648").dump(), "-2147483648");
  EXPECT_EQ(Key("an_int64", "an_int64: -9223372036854775808").dump(),
            "-9223372036854775808");
  EXPECT_EQ(Key("a_uint32", "a_uint32: 4294967295").dump(), "4294967295");
  EXPECT_EQ(Key("a_uint64", "a_uint64: 18446744073709551615").dump(),
            "18446744073709551615");
  // As a double this would be ...992.
  EXPECT_EQ(Key("a_sint64", "a_sint64: 9007199254740993").dump(),
            "9007199254740993");
  EXPECT_EQ(Key("a_sint32", "a_sint32: -1").dump(), "-1");
  EXPECT_EQ(Key("a_fixed32", "a_fixed32: 7").dump(), "7");
  EXPECT_EQ(Key("a_fixed64", "a_fixed64: 7").dump(), "7");
  EXPECT_EQ(Key("an_sfixed32", "an_sfixed32: -7").dump(), "-7");
  EXPECT_EQ(Key("an_sfixed64", "an_sfixed64: -7").dump(), "-7");
  EXPECT_EQ(Key("a_float", "a_float: 0.5").dump(), "0.5");
  EXPECT_EQ(Key("a_double", "a_double: 1e300").dump(), "1e+300");
  EXPECT_EQ(Key("a_bool", "a_bool: true").dump(), "true");
}

TEST(ToJson, RefusesNumbersThatJsonDoesNotHave) {
  ExpectRefused("a_double: inf", "a_double: inf: wanted a finite number");
  ExpectRefused("a_double: nan", "a_double: nan: wanted a finite number");
  ExpectRefused("floats: 1 floats: -inf",
                "floats[1]: -inf: wanted a finite number");
}

TEST(ToJson, WritesTextWithoutEscapesThatTheNodeRefuses) {
  EXPECT_EQ(Key("a_string", R"(a_string: "caf\303\251 \360\237\230\200 \177")")
                .dump(),
            "\"café 😀 \x7f\"");
  EXPECT_EQ(Key("a_string", R"(a_string: "\b\t\n\f\r\"\\/")").dump(),
            R"("\b\t\n\f\r\"\\/")");
}

TEST(ToJson, RefusesTextThatTheNodeRefuses) {
  const std::string why =
      ": wanted no control characters but "
      "\\b, \\t, \\n, \\f and \\r";
  ExpectRefused(R"(a_string: "a\001")", "a_string: \"a\\x01\"" + why);
  ExpectRefused(R"(a_string: "\000")", "a_string: \"\\x00\"" + why);
  ExpectRefused(R"(strings: "" strings: "\033[1m")",
                "strings[1]: \"\\x1b[1m\"" + why);
  ExpectRefused(R"(by_string { key: "\001" })",
                "by_string key: \"\\x01\"" + why);
  ExpectRefused(R"(by_string { key: "k" value: "\001" })",
                "by_string[\"k\"]: \"\\x01\"" + why);
  ExpectRefused(R"(output { address: "\001" amount {} })",
                "output.address: \"\\x01\"" + why);
}

TEST(ToJson, ShowsAPersonSuchTextToo) {
  EXPECT_EQ(Key("a_string", R"(a_string: "a\001")", Party::kPerson).dump(),
            R"("a\u0001")");
}

TEST(ToJson, RefusesTextThatIsNotUtf8) {
  const auto request = Request("");
  const auto* const field =
      request->GetDescriptor()->FindFieldByName("a_string");
  request->GetReflection()->SetString(request.get(), field, "a\xff");
  for (const Party reader : {Party::kNode, Party::kPerson}) {
    EXPECT_EQ(ToJson(*request, reader).status(),
              absl::InvalidArgumentError(R"(a_string: "a\xff": wanted UTF-8)"));
  }
}

TEST(ToJson, WritesBytesInHex) {
  EXPECT_EQ(Key("some_bytes", R"(some_bytes: "\000\253\377")"), "00abff");
  EXPECT_EQ(Key("some_bytes", ""), "");
}

TEST(ToJson, RefusesBytesOfAnotherLengthThanCoreLightningHas) {
  ExpectRefused(R"(payment_hash: "0123")", "payment_hash: 4 bytes: wanted 32");
  ExpectRefused(R"(payment_hash: "")", "payment_hash: 0 bytes: wanted 32");
  ExpectRefused(R"(id: "0123456789abcdef0123456789abcdef")",
                "id: 32 bytes: wanted 33");
  ExpectRefused(R"(outpoint { txid: "0" })",
                "outpoint.txid: 1 bytes: wanted 32");
  ExpectRefused(
      R"(routehints { hints {} hints { hops { id: "0" scid: "1x1x1" } } })",
      "routehints[1][0].id: 1 bytes: wanted 33");
  EXPECT_EQ(Key("payment_hash", R"(payment_hash: "0")", Party::kPerson), "30");
}

TEST(ToJson, WritesTheSchemasWords) {
  EXPECT_EQ(Key("a_mode", "a_mode: MUST_CREATE"), "must-create");
  EXPECT_EQ(Key("a_mode", "a_mode: LOCAL_SOCKET"), "local socket");
  EXPECT_EQ(Key("a_mode", "a_mode: ChanneldNormal"), "CHANNELD_NORMAL");
  EXPECT_EQ(Key("a_mode", "a_mode: LOCAL_FAILED"), "local_failed");
  EXPECT_EQ(Key("log_type", "log_type: IO_IN"), "IO_IN");
  EXPECT_EQ(Key("a_mode", "a_mode: UNPAID"), "unpaid");
  EXPECT_EQ(Key("a_mode", "a_mode: static_remotekey_even"),
            "static_remotekey/even");
  EXPECT_EQ(Key("modes", "modes: UNPAID modes: LOCAL_FAILED"),
            json({"unpaid", "local_failed"}));
}

TEST(ToJson, RefusesANumberThatNoWordHas) {
  ExpectRefused("maybe_mode: 77",
                "maybe_mode: 77: wanted a value of everything.Mode");
  EXPECT_EQ(Key("maybe_mode", "maybe_mode: 77", Party::kPerson), 77);
}

TEST(ToJson, LeavesOutWhatIsUnsetOrEmpty) {
  for (const char* const key :
       {"more", "maybe_bool", "maybe_more", "strings", "mores", "by_string",
        "text", "number", "either", "either_bool", "amount_msat", "utxos"}) {
    EXPECT_EQ(Key(key, ""), "not there") << key;
  }
}

TEST(ToJson, WritesWhatIsSetToADefault) {
  EXPECT_EQ(Key("maybe_bool", "maybe_bool: false"), false);
  EXPECT_EQ(Key("maybe_int32", "maybe_int32: 0"), 0);
  EXPECT_EQ(Key("maybe_string", "maybe_string: \"\""), "");
  EXPECT_EQ(Key("maybe_bytes", "maybe_bytes: \"\""), "");
  EXPECT_EQ(Key("maybe_mode", "maybe_mode: MUST_CREATE"), "must-create");
  EXPECT_EQ(Key("number", "number: 0"), 0);
}

// There is no telling whether they are set. Commands need them.
TEST(ToJson, WritesWhatIsRequired) {
  EXPECT_EQ(Key("a_bool", ""), false);
  EXPECT_EQ(Key("an_int32", ""), 0);
  EXPECT_EQ(Key("a_string", ""), "");
  EXPECT_EQ(Key("a_mode", ""), "must-create");
}

TEST(ToJson, WritesObjectsArraysAndMaps) {
  EXPECT_EQ(Key("by_string", R"(by_string { key: "a" value: "b" }
                                by_string { key: "\"" value: "" })"),
            json({{"a", "b"}, {"\"", ""}}));
  EXPECT_EQ(Key("by_int32", "by_int32 { key: -1 value: 2 }"),
            json({{"-1", 2}}));
  EXPECT_EQ(Key("by_bool", "by_bool { key: true value: LOCAL_FAILED }"),
            json({{"true", "local_failed"}}));
  EXPECT_EQ(Key("by_sint64", "by_sint64 { key: 5 value: \"0\" }"),
            json({{"5", "30"}}));
  const json mores =
      Key("mores", "mores { number: 1 } mores { number: 2 }", Party::kPerson);
  EXPECT_EQ(mores[0]["number"], 1);
  EXPECT_EQ(mores[1]["number"], 2);
}

TEST(ToJson, NamesTheWayToAField) {
  ExpectRefused(
      R"(mores { payment_hash: "0123456789abcdef0123456789abcdef" }
         mores { payment_hash: "0123456789abcdef0123456789abcdef"
                 by_uint64 { key: 7 value { doubles: inf } } })",
      "mores[1].by_uint64[\"7\"].doubles[0]: inf: wanted a finite number");
}

TEST(ToJson, WritesKeysAsTheSchemaSpellsThem) {
  EXPECT_EQ(Key("type", "item_type: UNPAID"), "unpaid");
  EXPECT_EQ(Key("lightning-dir", "lightning_dir: \"/\""), "/");
  EXPECT_EQ(Key("dev-wetrun", "dev_wetrun: true"), true);
  EXPECT_EQ(Key("scriptPubKey", "scriptPubKey: \"x\""), "x");
  EXPECT_EQ(Key("log_level", "log_level: \"x\""), "x");
}

TEST(ToJson, WritesAmountsBareWhereTheNameHasTheUnit) {
  EXPECT_EQ(
      Key("amount_msat", "amount_msat { msat: 18446744073709551615 }").dump(),
      "18446744073709551615");
  EXPECT_EQ(Key("any_msat", "any_msat { amount { msat: 1000 } }"), 1000);
  EXPECT_EQ(Key("amounts_msat", "amounts_msat {} amounts_msat { msat: 1 }"),
            json({0, 1}));
}

// A bare number would be satoshi to withdraw and fundchannel: too much by a
// factor of a thousand.
TEST(ToJson, WritesAmountsWithTheirUnitWhereTheNameHasNone) {
  EXPECT_EQ(Key("satoshi", "satoshi { amount { msat: 1000 } }"), "1000msat");
  EXPECT_EQ(Key("fee", "fee {}"), "0msat");
  EXPECT_EQ(Key("output", R"(output { address: "bc1" amount { msat: 5 } })"),
            json({{"bc1", "5msat"}}));
  EXPECT_EQ(Key("satoshi", "satoshi { amount { msat: 1000 } }", Party::kPerson),
            1000);
}

TEST(ToJson, WritesWhatIsChosen) {
  EXPECT_EQ(Key("any_msat", "any_msat { any: true }"), "any");
  EXPECT_EQ(Key("satoshi", "satoshi { all: true }"), "all");
  EXPECT_EQ(Key("feerate", "feerate { urgent: true }"), "urgent");
  EXPECT_EQ(Key("feerate", "feerate { perkw: 253 }"), "253perkw");
  EXPECT_EQ(Key("feerange", "feerange { slow: true } feerange { perkb: 9 }"),
            json({"slow", "9perkb"}));
}

TEST(ToJson, RefusesAChoiceThatIsNone) {
  ExpectRefused("any_msat {}", "any_msat: nothing: wanted one of amount, any");
  ExpectRefused("satoshi { all: false }", "satoshi.all: false: wanted true");
  ExpectRefused("output { address: \"bc1\" }",
                "output.amount: nothing: wanted millisatoshi");
}

TEST(ToJson, WritesTheOtherPrimitives) {
  EXPECT_EQ(
      Key("outpoint",
          R"(outpoint { txid: "0123456789abcdef0123456789abcdef" outnum: 3 })"),
      "3031323334353637383961626364656630313233343536373839616263646566:3");
  EXPECT_EQ(Key("extratlvs",
                R"(extratlvs { entries { type: 7 value: "0" }
                               entries { type: 18446744073709551615 } })"),
            json({{"7", "30"}, {"18446744073709551615", ""}}));
  ExpectRefused("extratlvs { entries { type: 7 } entries { type: 7 } }",
                "extratlvs[1]: 7: wanted each type once");
  EXPECT_EQ(
      Key("routehints", R"(routehints {
            hints { hops { id: "0123456789abcdef0123456789abcdef0"
                           scid: "1x2x3" feebase { msat: 1 } feeprop: 2
                           expirydelta: 3 } }
            hints {} })"),
      json({{{{"id",
               "303132333435363738396162636465663031323334353637383961626364656"
               "630"},
              {"scid", "1x2x3"},
              {"feebase", "1msat"},
              {"feeprop", 2},
              {"expirydelta", 3}}},
            json::array()}));
}

TEST(ToJson, WritesAKeyOfSeveralTypes) {
  EXPECT_EQ(Key("either", "either_bool: false"), false);
  EXPECT_EQ(Key("either", "either_int: -3"), -3);
  EXPECT_EQ(Key("either", "either_string: \"x\""), "x");
  EXPECT_EQ(Key("either", "either_arr_string { items: \"x\" items: \"y\" }"),
            json({"x", "y"}));
  EXPECT_EQ(Key("either", "either_arr_string {}"), json::array());
}

TEST(ToJson, RefusesMessagesThatAreTooDeep) {
  std::string text;
  for (int i = 0; i < 101; ++i) {
    text = "payment_hash: \"0123456789abcdef0123456789abcdef\" more { " + text +
           " }";
  }
  const auto object = ToJson(*Everything(text));
  EXPECT_THAT(object, HasCode(StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(object.status().message()),
              AllOf(StartsWith("more.more."),
                    HasSubstr("more: a message: wanted at most 100 within")));
}

}  // namespace
