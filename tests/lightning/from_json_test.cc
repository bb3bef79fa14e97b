// SPDX-License-Identifier: Apache-2.0

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/harness.h"
#include "tests/lightning/everything.h"
#include "translator.h"

namespace {

using absl::StatusCode;
using harness::HasCode;
using nlohmann::json;
using testing::HasSubstr;

// What `text`, JSON, becomes, in protobuf's text format.
std::string Read(const std::string& text, Party writer = Party::kPerson) {
  const auto message = Everything();
  const absl::Status status = FromJson(json::parse(text), *message, writer);
  return status.ok() ? ShortText(*message) : std::string(status.message());
}

void ExpectRefused(const std::string& text, const std::string& why) {
  for (const Party writer : {Party::kNode, Party::kPerson}) {
    const auto message = Everything();
    const absl::Status status = FromJson(json::parse(text), *message, writer);
    EXPECT_THAT(status, HasCode(StatusCode::kInvalidArgument)) << text;
    EXPECT_EQ(std::string(status.message()), why);
  }
}

TEST(FromJson, ReadsNumbersExactly) {
  EXPECT_EQ(Read(R"({"a_uint64": 18446744073709551615})"),
            "a_uint64: 18446744073709551615");
  EXPECT_EQ(Read(R"({"an_int64": -9223372036854775808})"),
            "an_int64: -9223372036854775808");
  EXPECT_EQ(Read(R"({"a_sint64": 9007199254740993})"),
            "a_sint64: 9007199254740993");
  EXPECT_EQ(Read(R"({"an_int32": -2147483648, "a_uint32": 4294967295})"),
            "an_int32: -2147483648 a_uint32: 4294967295");
  EXPECT_EQ(Read(R"({"a_float": 0.5, "a_double": 1})"),
            "a_float: 0.5 a_double: 1");
  EXPECT_EQ(Read(R"({"a_bool": true, "maybe_bool": false})"),
            "a_bool: true maybe_bool: false");
}

TEST(FromJson, RefusesNumbersThatDoNotFit) {
  const std::string to = ": wanted a whole number from ";
  ExpectRefused(
      R"({"a_uint64": 18446744073709551616})",
      "a_uint64: 1.8446744073709552e+19" + to + "0 to 18446744073709551615");
  ExpectRefused(R"({"a_uint64": -1})",
                "a_uint64: -1" + to + "0 to 18446744073709551615");
  ExpectRefused(R"({"a_uint32": 4294967296})",
                "a_uint32: 4294967296" + to + "0 to 4294967295");
  ExpectRefused(R"({"an_int32": -2147483649})",
                "an_int32: -2147483649" + to + "-2147483648 to 2147483647");
  ExpectRefused(R"({"an_int64": 9223372036854775808})",
                "an_int64: 9223372036854775808" + to +
                    "-9223372036854775808 to 9223372036854775807");
  ExpectRefused(R"({"a_uint32": 1.5})",
                "a_uint32: 1.5" + to + "0 to 4294967295");
  ExpectRefused(R"({"a_uint32": "1"})",
                "a_uint32: \"1\"" + to + "0 to 4294967295");
  ExpectRefused(R"({"a_float": 1e300})",
                "a_float: 1e+300: wanted a number that fits into a float");
  ExpectRefused(R"({"a_double": "1"})", "a_double: \"1\": wanted a number");
  ExpectRefused(R"({"a_bool": 0})", "a_bool: 0: wanted true or false");
}

TEST(FromJson, ReadsText) {
  EXPECT_EQ(Read(R"({"a_string": "caf\u00e9\n\ud83d\ude00"})"),
            R"(a_string: "caf\303\251\n\360\237\230\200")");
  ExpectRefused(R"({"a_string": 1})", "a_string: 1: wanted a string");
  ExpectRefused(R"({"a_string": {}})", "a_string: an object: wanted a string");
  ExpectRefused(R"({"a_string": []})", "a_string: an array: wanted a string");
}

TEST(FromJson, RefusesTextThatIsNotUtf8) {
  const auto message = Everything();
  const json object = {{"a_string", "a\xff"}};
  EXPECT_EQ(FromJson(object, *message),
            absl::InvalidArgumentError(R"(a_string: "a\xff": wanted UTF-8)"));
}

TEST(FromJson, ReadsHexOfEitherCase) {
  EXPECT_EQ(Read(R"({"some_bytes": "00aBFf"})"),
            R"(some_bytes: "\000\253\377")");
  EXPECT_EQ(Read(R"({"maybe_bytes": ""})"), R"(maybe_bytes: "")");
}

TEST(FromJson, RefusesWhatIsNotHexWithoutShowingIt) {
  ExpectRefused(R"({"some_bytes": "abc"})",
                "some_bytes: 3 hex digits: wanted two for each byte");
  ExpectRefused(R"({"bytes_list": ["", "00zz"]})",
                "bytes_list[1]: its character 3, \"z\": wanted hex digits");
  ExpectRefused(R"({"some_bytes": 7})", "some_bytes: 7: wanted a string");
}

TEST(FromJson, ReadsWordsWhateverTheirCaseAndSeparators) {
  for (const char* const word :
       {"local socket", "LOCAL_SOCKET", "local-socket", "LocalSocket"}) {
    EXPECT_EQ(Read(absl::StrCat(R"({"a_mode": ")", word, "\"}")),
              "a_mode: LOCAL_SOCKET");
  }
  EXPECT_EQ(Read(R"({"modes": ["CHANNELD_NORMAL", "static_remotekey/even",
                               "must-create", "local_failed"]})"),
            "modes: ChanneldNormal modes: static_remotekey_even "
            "modes: MUST_CREATE modes: LOCAL_FAILED");
}

TEST(FromJson, RefusesAPersonsWordThatIsUnknown) {
  EXPECT_EQ(Read(R"({"a_mode": "paidd"})"),
            "a_mode: \"paidd\": wanted one of must-create, local socket, "
            "CHANNELD_NORMAL, local_failed, static_remotekey/even, unpaid");
  ExpectRefused(R"({"a_mode": 1})",
                "a_mode: 1: wanted one of must-create, local socket, "
                "CHANNELD_NORMAL, local_failed, static_remotekey/even, unpaid");
}

TEST(FromJson, PassesOverANodesWordThatIsNew) {
  EXPECT_EQ(Read(R"({"maybe_mode": "new", "a_bool": true})", Party::kNode),
            "a_bool: true");
  EXPECT_EQ(Read(R"({"modes": ["new", "unpaid"]})", Party::kNode),
            "modes: UNPAID");
  EXPECT_EQ(Read(R"({"a_mode": "new"})", Party::kNode), "a_mode: -1");
}

TEST(FromJson, RefusesAPersonsKeyThatIsUnknown) {
  EXPECT_THAT(Read(R"({"amount_msatt": 1})"),
              HasSubstr("EchoRequest: the key \"amount_msatt\": wanted one of "
                        "a_bool, an_int32, "));
  EXPECT_THAT(Read(R"({"more": {"x": 1}})"),
              testing::StartsWith("more: the key \"x\": wanted one of a_bool"));
}

TEST(FromJson, PassesOverANodesKeyThatIsNew) {
  EXPECT_EQ(Read(R"({"new": {"a": []}, "a_bool": true})", Party::kNode),
            "a_bool: true");
}

TEST(FromJson, TakesNullForNothing) {
  EXPECT_EQ(Read(R"({"maybe_bool": null, "strings": null, "more": null,
                     "amount_msat": null, "by_string": null})"),
            "");
  ExpectRefused(R"({"strings": [null]})", "strings[0]: null: wanted a string");
}

TEST(FromJson, ReadsEitherSpellingOfAKey) {
  EXPECT_EQ(Read(R"({"type": "unpaid", "lightning-dir": "/"})"),
            "item_type: UNPAID lightning_dir: \"/\"");
  EXPECT_EQ(Read(R"({"item_type": "unpaid", "lightning_dir": "/"})"),
            "item_type: UNPAID lightning_dir: \"/\"");
  EXPECT_EQ(Read(R"({"log-level": "x", "scriptPubKey": "y"})"),
            "scriptPubKey: \"y\" log_level: \"x\"");
}

TEST(FromJson, ReadsObjectsArraysAndMaps) {
  EXPECT_EQ(Read(R"({"mores": [{"a_bool": true}, {}], "strings": ["a", ""]})"),
            "strings: \"a\" strings: \"\" mores { a_bool: true } mores { }");
  EXPECT_EQ(Read(R"({"by_string": {"a": "b"}})"),
            R"(by_string { key: "a" value: "b" })");
  EXPECT_EQ(Read(R"({"by_int32": {"-1": 2}, "by_bool": {"true": "unpaid"}})"),
            "by_int32 { key: -1 value: 2 } "
            "by_bool { key: true value: UNPAID }");
  EXPECT_EQ(Read(R"({"by_uint64": {"18446744073709551615": {}}})"),
            "by_uint64 { key: 18446744073709551615 value { } }");
}

TEST(FromJson, RefusesOtherShapes) {
  ExpectRefused(R"({"strings": "a"})", "strings: \"a\": wanted an array");
  ExpectRefused(R"({"by_string": []})",
                "by_string: an array: wanted an object");
  ExpectRefused(R"({"more": 7})", "more: 7: wanted an object");
  ExpectRefused(R"({"mores": [{}, []]})",
                "mores[1]: an array: wanted an object");
  ExpectRefused("[]", "EchoRequest: an array: wanted an object");
  ExpectRefused("\"x\"", "EchoRequest: \"x\": wanted an object");
  ExpectRefused("null", "EchoRequest: null: wanted an object");
  ExpectRefused(R"({"by_int32": {"x": 1}})",
                "by_int32[\"x\"]: \"x\": wanted a number, true or false");
  ExpectRefused(R"({"by_int32": {"2147483648": 1}})",
                "by_int32[\"2147483648\"]: 2147483648: wanted a whole number "
                "from -2147483648 to 2147483647");
  ExpectRefused(R"({"by_string": {"k": 7}})",
                "by_string[\"k\"]: 7: wanted a string");
}

TEST(FromJson, RefusesTwoOfAOneof) {
  EXPECT_EQ(Read(R"({"text": "a"})"), "text: \"a\"");
  ExpectRefused(R"({"text": "a", "number": 1})",
                "number: 1: wanted only one of those in one");
}

TEST(FromJson, NamesTheWayToAField) {
  ExpectRefused(R"({"mores": [{}, {"by_uint64": {"7": {"type": []}}}]})",
                "mores[1].by_uint64[\"7\"].item_type: an array: wanted one of "
                "must-create, local socket, CHANNELD_NORMAL, local_failed, "
                "static_remotekey/even, unpaid");
}

TEST(FromJson, ReadsAmounts) {
  EXPECT_EQ(Read(R"({"amount_msat": 18446744073709551615, "fee": "1000msat"})"),
            "amount_msat { msat: 18446744073709551615 } fee { msat: 1000 }");
  const std::string wanted = ": wanted a whole number of millisatoshi";
  for (const char* const amount :
       {"-1", "1.5", "\"1\"", "\"1sat\"", "\"msat\"", "\"-1msat\"",
        "\" 1msat\"", "\"+1msat\"", "\"18446744073709551616msat\""}) {
    ExpectRefused(absl::StrCat(R"({"fee": )", amount, "}"),
                  absl::StrCat("fee: ", amount, wanted));
  }
}

TEST(FromJson, ReadsChoices) {
  EXPECT_EQ(Read(R"({"any_msat": "any", "satoshi": "ALL"})"),
            "any_msat { any: true } satoshi { all: true }");
  EXPECT_EQ(Read(R"({"any_msat": 5, "satoshi": "7msat"})"),
            "any_msat { amount { msat: 5 } } satoshi { amount { msat: 7 } }");
  EXPECT_EQ(Read(R"({"feerange": ["slow", "253perkw", "7perkb"]})"),
            "feerange { slow: true } feerange { perkw: 253 } "
            "feerange { perkb: 7 }");
  ExpectRefused(R"({"any_msat": "all"})",
                "any_msat: \"all\": wanted a whole number of millisatoshi or "
                "\"any\"");
  for (const char* const rate : {"5", "\"fast\"", "\"4294967296perkw\"",
                                 "\"perkw\"", "true", "\"-1perkb\""}) {
    ExpectRefused(absl::StrCat(R"({"feerate": )", rate, "}"),
                  absl::StrCat("feerate: ", rate,
                               ": wanted \"slow\" or \"normal\" or \"urgent\" "
                               "or \"NUMBERperkb\" or \"NUMBERperkw\""));
  }
}

TEST(FromJson, ReadsOutpoints) {
  EXPECT_EQ(Read(R"({"utxos": ["3031:4294967295",
                               {"txid": "3031", "outnum": 2}]})"),
            "utxos { txid: \"01\" outnum: 4294967295 } "
            "utxos { txid: \"01\" outnum: 2 }");
  for (const char* const outpoint :
       {"\"\"", "\"3031\"", "\"3031:\"", "\":1x\"", "\"303:1\"",
        "\"3031:4294967296\"", "\"3031:1:1\"", "7"}) {
    ExpectRefused(
        absl::StrCat(R"({"outpoint": )", outpoint, "}"),
        absl::StrCat("outpoint: ", outpoint, ": wanted \"TXID:OUTPUT\""));
  }
  ExpectRefused(R"({"outpoint": {"txid": "3"}})",
                "outpoint.txid: 1 hex digits: wanted two for each byte");
}

TEST(FromJson, ReadsTheOtherPrimitives) {
  EXPECT_EQ(Read(R"({"outputs": [{"bc1": 5}, {"bc2": "7msat"}]})"),
            "outputs { address: \"bc1\" amount { msat: 5 } } "
            "outputs { address: \"bc2\" amount { msat: 7 } }");
  EXPECT_EQ(Read(R"({"extratlvs": {"7": "30"}})"),
            "extratlvs { entries { type: 7 value: \"0\" } }");
  EXPECT_EQ(Read(R"({"routehints": [[{"scid": "1x2x3"}], []]})"),
            "routehints { hints { hops { scid: \"1x2x3\" } } hints { } }");
  ExpectRefused(R"({"output": {}})",
                "output: an object: wanted {\"ADDRESS\": MILLISATOSHI}");
  ExpectRefused(R"({"output": {"a": -1}})",
                "output.amount: -1: wanted a whole number of millisatoshi");
  ExpectRefused(R"({"extratlvs": []})",
                "extratlvs: an array: wanted an object");
  ExpectRefused(R"({"extratlvs": {"x": ""}})",
                "extratlvs[\"x\"]: its key: wanted decimal digits");
  ExpectRefused(R"({"extratlvs": {"1": 7}})",
                "extratlvs[\"1\"]: 7: wanted a string");
  ExpectRefused(R"({"routehints": [[], [{}, {"feeprop": ""}]]})",
                "routehints[1][1].feeprop: \"\": wanted a whole number from 0 "
                "to 4294967295");
}

TEST(FromJson, ReadsAKeyOfSeveralTypes) {
  EXPECT_EQ(Read(R"({"either": true})"), "either_bool: true");
  EXPECT_EQ(Read(R"({"either": -7})"), "either_int: -7");
  EXPECT_EQ(Read(R"({"either": "x"})"), "either_string: \"x\"");
  EXPECT_EQ(Read(R"({"either": ["x"]})"), "either_arr_string { items: \"x\" }");
  ExpectRefused(R"({"either": {}})",
                "either: an object: wanted one of either_bool, either_int, "
                "either_string, either_arr_string");
}

// The one command whose result is no object.
TEST(FromJson, ReadsTheResultOfStop) {
  const NodeMethod* const stop =
      EverythingSchema().Find("/everything.Node/Stop");
  for (const char* const result :
       {R"("Shutdown complete")", R"({"result": "Shutdown complete"})"}) {
    const std::unique_ptr<google::protobuf::Message> message(
        stop->response->New());
    EXPECT_THAT(FromJson(json::parse(result), *message),
                HasCode(StatusCode::kOk));
    EXPECT_EQ(ShortText(*message), "result: SHUTDOWN_COMPLETE");
  }
  const std::unique_ptr<google::protobuf::Message> message(
      stop->response->New());
  EXPECT_EQ(FromJson("Shutdown complete", *message, Party::kPerson).message(),
            "StopResponse: \"Shutdown complete\": wanted an object");
}

TEST(FromJson, RefusesWhatIsTooDeep) {
  std::string objects = "{}";
  for (int i = 0; i < 101; ++i) {
    objects = absl::StrCat("{\"more\":", objects, "}");
  }
  EXPECT_THAT(Read(objects),
              HasSubstr("more: a message: wanted at most 100 within another"));
  // No function but the parser goes that deep, and it does not recurse.
  const std::string arrays =
      std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_THAT(Read(absl::StrCat(R"({"routehints": )", arrays, "}")),
              HasSubstr("routehints[0][0]: an array: wanted an object"));
  EXPECT_THAT(Read(absl::StrCat(R"({"a_bool": )", arrays, "}")),
              HasSubstr("a_bool: an array: wanted true or false"));
}

}  // namespace
