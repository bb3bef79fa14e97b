// SPDX-License-Identifier: Apache-2.0

#include "tests/lightning/fake_lightningd.h"

#include <sys/stat.h>

#include <boost/asio/local/stream_protocol.hpp>
#include <cstdint>
#include <stdexcept>
#include <string>

#include "absl/strings/str_cat.h"
#include "boost/system/system_error.hpp"
#include "gmock/gmock.h"
#include "nlohmann/json.hpp"

namespace {

using nlohmann::json;

// A connection to the stand-in, for one thing after the other.
class Peer {
 public:
  explicit Peer(const FakeLightningd& node)
      : stream_(
            boost::asio::local::stream_protocol::endpoint(node.rpc_file())) {}

  void Send(const std::string& text) { stream_ << text << std::flush; }

  // What comes up to two newlines, or to the end.
  std::string Receive() {
    std::string text;
    for (std::string line; std::getline(stream_, line) && !line.empty();) {
      text += line;
    }
    return text;
  }

  json Call(const std::string& command, const json& params) {
    Send(json{{"jsonrpc", "2.0"},
              {"id", "test"},
              {"method", command},
              {"params", params}}
             .dump());
    return json::parse(Receive());
  }

  json Result(const std::string& command, const json& params) {
    const json answer = Call(command, params);
    EXPECT_EQ(answer.value("jsonrpc", ""), "2.0");
    EXPECT_EQ(answer.value("id", ""), "test");
    EXPECT_TRUE(answer.contains("result")) << answer;
    return answer.value("result", json());
  }

  // The code and message.
  std::string Error(const std::string& command, const json& params) {
    const json answer = Call(command, params);
    const json error = answer.value("error", json::object());
    return absl::StrCat(error.value("code", 0), " ",
                        error.value("message", answer.dump()));
  }

 private:
  boost::asio::local::stream_protocol::iostream stream_;
};

json InvoiceParams(const std::string& label) {
  return {{"label", label}, {"description", "d"}, {"amount_msat", 1000}};
}

class FakeLightningdTest : public testing::Test {
 protected:
  FakeLightningd node_;
  Peer peer_{node_};
};

TEST_F(FakeLightningdTest, IsItsUsersAlone) {
  struct stat status = {};
  ASSERT_EQ(stat(node_.rpc_file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(FakeLightningdTest, SaysWhoItIs) {
  const json info = peer_.Result("getinfo", json::object());
  EXPECT_EQ(info["alias"], "VERIFY");
  EXPECT_EQ(info["color"], "02bf81");
  EXPECT_EQ(info["lightning-dir"].get<std::string>() + "/lightning-rpc",
            node_.rpc_file());
  EXPECT_TRUE(info["address"].is_array());
  EXPECT_EQ(info["binding"][0]["type"], "ipv4");
}

TEST_F(FakeLightningdTest, ListsItsPeersAndWithALevelTheirLogs) {
  const json peers = peer_.Result("listpeers", json::object())["peers"];
  ASSERT_EQ(peers.size(), 1U);
  EXPECT_EQ(peers[0]["netaddr"], json::array({"127.0.0.1:19735"}));
  EXPECT_FALSE(peers[0].contains("log"));
  const json id = peers[0]["id"];
  EXPECT_EQ(
      peer_
          .Result("listpeers", {{"id", id}, {"level", "io"}})["peers"][0]["log"]
          .size(),
      2U);
  EXPECT_TRUE(peer_.Result("listpeers", {{"id", std::string(66, '0')}})["peers"]
                  .empty());
}

TEST_F(FakeLightningdTest, MakesAnInvoiceThatCanBeListedWaitedForAndPaid) {
  const json made = peer_.Result("invoice", InvoiceParams("shoes"));
  EXPECT_EQ(made["bolt11"].get<std::string>().substr(0, 12), "lnbcrt10000p");
  EXPECT_EQ(made["payment_hash"].get<std::string>().size(), 64U);
  EXPECT_EQ(made["payment_secret"].get<std::string>().size(), 64U);
  EXPECT_EQ(made["expires_at"], 1767225600 + 604800);
  EXPECT_EQ(made["created_index"], 1);

  json listed = peer_.Result("listinvoices", {{"label", "shoes"}})["invoices"];
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0]["status"], "unpaid");
  EXPECT_FALSE(listed[0].contains("payment_preimage"));
  EXPECT_EQ(peer_.Error("waitanyinvoice", {{"timeout", 0}}), "904 Timed out");

  const json paid = peer_.Result("xpay", {{"invstring", made["bolt11"]}});
  EXPECT_EQ(paid["amount_sent_msat"], 1000);
  const json waited = peer_.Result("waitanyinvoice", json::object());
  EXPECT_EQ(waited["status"], "paid");
  EXPECT_EQ(waited["pay_index"], 1);
  EXPECT_EQ(waited["payment_preimage"], paid["payment_preimage"]);
  EXPECT_EQ(
      peer_.Error("waitanyinvoice", {{"lastpay_index", 1}, {"timeout", 0}}),
      "904 Timed out");
  EXPECT_THAT(peer_.Error("xpay", {{"invstring", made["bolt11"]}}),
              testing::StartsWith("203 "));
}

TEST_F(FakeLightningdTest, AnInvoiceForAnyAmountIsPaidWithOne) {
  json params = InvoiceParams("tip");
  params["amount_msat"] = "any";
  params["preimage"] = std::string(64, '0');
  const json made = peer_.Result("invoice", params);
  EXPECT_EQ(made["payment_hash"],  // The SHA-256 of 32 zeros.
            "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925");
  const json bolt11 = made["bolt11"];
  EXPECT_THAT(peer_.Error("xpay", {{"invstring", bolt11}}),
              testing::StartsWith("-32602 amount_msat required"));
  EXPECT_EQ(peer_.Result("xpay", {{"invstring", bolt11},
                                  {"amount_msat", 5}})["payment_preimage"],
            std::string(64, '0'));
  EXPECT_EQ(peer_.Result(
                "listinvoices",
                {{"invstring", bolt11}})["invoices"][0]["amount_received_msat"],
            5);
}

TEST_F(FakeLightningdTest, AnAmountMayHaveItsUnit) {
  json params = InvoiceParams("with a unit");
  params["amount_msat"] = "5000msat";
  const json made = peer_.Result("invoice", params);
  EXPECT_THAT(made["bolt11"], testing::StartsWith("lnbcrt50000p"));
  EXPECT_EQ(
      peer_.Result("xpay", {{"invstring", made["bolt11"]}})["amount_msat"],
      5000);

  params["label"] = "any";
  params["amount_msat"] = "any";
  const json any = peer_.Result("invoice", params);
  EXPECT_EQ(peer_.Result("xpay", {{"invstring", any["bolt11"]},
                                  {"amount_msat", "7msat"}})["amount_msat"],
            7);
}

TEST_F(FakeLightningdTest, APaymentEndsTheWaitingForIt) {
  peer_.Result("invoice", InvoiceParams("shoes"));
  peer_.Send(R"({"jsonrpc":"2.0","id":1,"method":"waitanyinvoice"})");
  node_.WaitForRequests(2);
  EXPECT_TRUE(node_.Pay("shoes", 1000));
  EXPECT_EQ(json::parse(peer_.Receive())["result"]["label"], "shoes");
  EXPECT_FALSE(node_.Pay("shoes", 1000));
  EXPECT_FALSE(node_.Pay("hats", 1000));
}

TEST_F(FakeLightningdTest, RefusesWhatTheRealOneRefuses) {
  peer_.Result("invoice", InvoiceParams("shoes"));
  EXPECT_EQ(peer_.Error("invoice", InvoiceParams("shoes")),
            "900 Duplicate label 'shoes'");
  EXPECT_EQ(peer_.Error("stop!", json::object()),
            "-32601 Unknown command 'stop!'");
  EXPECT_EQ(peer_.Error("listinvoices", {{"label", nullptr}}),
            "-32602 label: should be a string or number: invalid token 'null'");
  EXPECT_EQ(peer_.Error("invoice", {{"label", "x"}}),
            "-32602 missing required parameter: amount_msat");
  EXPECT_EQ(peer_.Error("listinvoices", {{"payment_hash", "abc"}}),
            "-32602 payment_hash: should be a 32 byte hex value: invalid token "
            "'abc'");
  EXPECT_THAT(peer_.Error("xpay", {{"invstring", "x"}, {"maxfee", "1btc"}}),
              testing::StartsWith("-32602 maxfee: should be a millisatoshi"));
  EXPECT_THAT(peer_.Error("xpay", {{"invstring", "x"}, {"maxfee", "1msat"}}),
              testing::StartsWith("-32602 invstring: "));
  EXPECT_THAT(peer_.Error("getinfo", {{"x", 1}}),
              testing::StartsWith("-32602 unknown parameter: x, "));
  EXPECT_THAT(peer_.Error("xpay", {{"invstring", "lnbc1"}}),
              testing::StartsWith("-32602 invstring: "));
}

TEST_F(FakeLightningdTest, RefusesAnEscapeByNumberInADescription) {
  const auto invoice = [this](const std::string& description) {
    peer_.Send(absl::StrCat(
        R"({"jsonrpc":"2.0","id":"test","method":"invoice",)",
        R"("params":{"label":"l)", node_.requests().size(),
        R"(","amount_msat":1,"description":")", description, R"("}})"));
    return json::parse(peer_.Receive()).contains("result");
  };
  EXPECT_FALSE(invoice("\\u00e9"));
  EXPECT_TRUE(invoice("é \\n \\\" \\\\u00e9"));
}

TEST_F(FakeLightningdTest, KnowsItsCommands) {
  const json help = peer_.Result("help", json::object())["help"];
  EXPECT_EQ(help.size(), 7U);
  EXPECT_EQ(help[0]["command"], "getinfo");
}

TEST_F(FakeLightningdTest, TakesRequestsByteByByteOrManyAtOnce) {
  const std::string request =
      R"({"jsonrpc":"2.0","id":1,"method":"getinfo","params":{}})";
  for (const char c : request) peer_.Send(std::string(1, c));
  EXPECT_EQ(json::parse(peer_.Receive())["id"], 1);
  peer_.Send(request + "\n\n" + request + request);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(json::parse(peer_.Receive())["id"], 1);
  }
  EXPECT_EQ(node_.requests().size(), 4U);
  EXPECT_EQ(node_.requests()[1], request);
}

TEST_F(FakeLightningdTest, ClosesTheConnectionAfterWhatIsNoRequest) {
  for (const char* const text :
       {"[]", "}", R"({"id":1})", R"({"jsonrpc":"2.0","method":"getinfo"})",
        R"({"jsonrpc":"2.0","id":1,"method":{}})"}) {
    Peer peer(node_);
    peer.Send(text);
    EXPECT_EQ(json::parse(peer.Receive())["error"]["code"], -32600) << text;
    EXPECT_EQ(peer.Receive(), "");
  }
}

TEST_F(FakeLightningdTest, LeavesToTheTestWhatIsHeld) {
  node_.Hold("getinfo");
  peer_.Send(R"({"jsonrpc":"2.0","id":"a","method":"getinfo"})");
  const FakeLightningd::Request first = node_.Next();
  peer_.Send(R"({"jsonrpc":"2.0","id":"b","method":"getinfo","params":{}})");
  const FakeLightningd::Request second = node_.Next();
  EXPECT_EQ(second.command(), "getinfo");
  EXPECT_EQ(second.params(), json::object());
  second.Fail(7, "seven", {{"more", true}});
  EXPECT_EQ(json::parse(peer_.Receive()),
            json::parse(R"({"jsonrpc":"2.0","id":"b","error":
                {"code":7,"message":"seven","data":{"more":true}}})"));
  first.Answer({{"alias", "test"}});
  EXPECT_EQ(json::parse(peer_.Receive())["result"]["alias"], "test");
  first.AnswerAsUsual();
  EXPECT_EQ(json::parse(peer_.Receive())["result"]["alias"], "VERIFY");
}

TEST_F(FakeLightningdTest, SendsAnythingInPiecesAndCloses) {
  node_.Hold("*");
  node_.SetFragment(1);
  peer_.Send(R"({"jsonrpc":"2.0","id":"a","method":"getinfo"})");
  const FakeLightningd::Request request = node_.Next();
  request.Send(R"({"jsonrpc":"2)");
  request.Close();
  EXPECT_EQ(peer_.Receive(), R"({"jsonrpc":"2)");
  request.WaitUntilClosed();
}

TEST_F(FakeLightningdTest, SeesConnectionsComeAndGo) {
  node_.WaitForOpenConnections(1);
  EXPECT_EQ(node_.connections(), 1U);
  {
    Peer second(node_);
    second.Result("getinfo", json::object());
    EXPECT_EQ(node_.connections(), 2U);
    EXPECT_EQ(node_.open_connections(), 2U);
  }
  node_.WaitForOpenConnections(1);
}

TEST_F(FakeLightningdTest, CanStopReading) {
  node_.StopReading();
  peer_.Send(R"({"jsonrpc":"2.0","id":"a","method":"getinfo"})");
  Peer second(node_);
  second.Send(R"({"jsonrpc":"2.0","id":"a","method":"getinfo"})");
  node_.WaitForOpenConnections(2);
  EXPECT_TRUE(node_.requests().empty());
  node_.GoOnReading();
  node_.WaitForRequests(2);
}

TEST_F(FakeLightningdTest, ComesBackInTheSamePlace) {
  peer_.Result("invoice", InvoiceParams("shoes"));
  peer_.Send(R"({"jsonrpc":"2.0","id":1,"method":"waitanyinvoice"})");
  node_.WaitForRequests(2);
  node_.Stop();
  EXPECT_EQ(peer_.Receive(), "");
  EXPECT_THROW(
      {
        boost::asio::io_context context;
        boost::asio::local::stream_protocol::socket(context).connect(
            node_.rpc_file());
      },
      boost::system::system_error);
  node_.Start();
  EXPECT_EQ(
      Peer(node_).Result("listinvoices", json::object())["invoices"].size(),
      1U);
}

TEST(FakeLightningd, SaysIfItsPlaceIsNone) {
  EXPECT_THROW(FakeLightningd("/none/lightning-rpc"),
               boost::system::system_error);
}

}  // namespace
