// SPDX-License-Identifier: Apache-2.0

#include "cln_client.h"

#include <chrono>
#include <cstdint>
#include <future>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client_files.h"
#include "cln_command.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"
#include "nlohmann/json.hpp"
#include "node_schema.h"
#include "support/certificate.h"
#include "support/tcp_proxy.h"
#include "tests/harness.h"
#include "tests/lightning/fake_lightningd.h"
#include "tests/lightning/gateway_harness.h"

namespace {

using absl::StatusCode;
using harness::HasCode;
using harness::TestPki;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

using Words = std::vector<std::string>;

ClientFiles GoodFiles() {
  return {.ca = TestPki().ca.certificate, .identity = TestPki().client};
}

std::string MessageOf(const absl::Status& status) {
  return std::string(status.message());
}

// That nobody knows what has become of the command.
testing::Matcher<std::string> Warns() {
  return EndsWith("; the node may go on with it: a payment may yet be made");
}

class ClnClientTest : public testing::Test {
 protected:
  // What a command prints, or why it fails.
  absl::StatusOr<std::string> Run(const Words& words,
                                  ClnCommandOptions options = {}) {
    options.timeout = harness::kForever;
    return RunWith(words, options);
  }

  absl::StatusOr<std::string> RunWith(const Words& words,
                                      const ClnCommandOptions& options) {
    std::ostringstream out;
    const absl::Status status =
        RunClnCommand(words, options, *schema_, client_, out);
    if (status.ok()) return out.str();
    EXPECT_EQ(out.str(), "");
    return status;
  }

  // What it prints as JSON.
  nlohmann::json RunJson(const Words& words) {
    const auto printed = Run(words, {.json = true});
    if (!printed.ok()) ADD_FAILURE() << printed.status();
    return nlohmann::json::parse(printed.value_or("null"));
  }

  // Why a client with other options than usual fails to call.
  static absl::Status Failure(const std::string& target,
                              const std::string& server_name = "cln",
                              const ClientFiles& files = GoodFiles()) {
    ClnClient client(
        {.target = target, .server_name = server_name, .files = files});
    return client.Getinfo(harness::kForever).status();
  }

  FakeLightningd node_;  // Outlives the gateway in front of it.
  std::unique_ptr<ClnGrpcServer> server_ = harness::MustStart(
      ClnGrpcServer::Start(harness::GatewayOptions(node_.rpc_file())));
  const std::unique_ptr<NodeSchema> schema_ = NodeSchema::BuiltIn();
  ClnClient client_{{.target = server_->address(),
                     .server_name = "cln",
                     .files = GoodFiles()}};
};

TEST_F(ClnClientTest, GetinfoPrintsTextOrJson) {
  EXPECT_THAT(
      Run({"getinfo"}).value_or(""),
      AllOf(HasSubstr("alias: \"VERIFY\"\n"),
            HasSubstr("\nbinding {\n  item_type: IPV4\n"), EndsWith("\n\n")));
  const nlohmann::json info = RunJson({"getinfo"});
  EXPECT_EQ(info["alias"], "VERIFY");
  EXPECT_EQ(info["color"], "02bf81");
  EXPECT_EQ(info["binding"][0]["type"], "ipv4");
}

TEST_F(ClnClientTest, ListPeersTakesAnId) {
  const nlohmann::json all = RunJson({"list-peers"});
  ASSERT_EQ(all["peers"].size(), 1);
  const std::string id = all["peers"][0]["id"];
  EXPECT_EQ(RunJson({"list-peers", id}), all);
  const std::string other = id.substr(0, 64) + "58";
  EXPECT_EQ(RunJson({"list-peers", other}), nlohmann::json::object());
}

TEST_F(ClnClientTest, ListPeersNamesAnIdThatIsNone) {
  for (const std::string id : {"xyz", "abc", ""}) {
    const auto status = Run({"list-peers", id}).status();
    EXPECT_THAT(status, HasCode(StatusCode::kInvalidArgument));
    EXPECT_THAT(MessageOf(status), HasSubstr("id"));
  }
}

TEST_F(ClnClientTest, InvoiceTakesAnAmountALabelAndADescription) {
  EXPECT_THAT(Run({"invoice", "5000", "tea", "a cup"}).value_or(""),
              StartsWith("bolt11: \"lnbcrt"));
  EXPECT_EQ(Run({"invoice", "any", "alms", ""}).status(), absl::OkStatus());
  const nlohmann::json all = RunJson({"list-invoices"});
  ASSERT_EQ(all["invoices"].size(), 2);
  EXPECT_EQ(all["invoices"][0]["amount_msat"], 5000);
  EXPECT_EQ(all["invoices"][0]["description"], "a cup");
  EXPECT_FALSE(all["invoices"][1].contains("amount_msat"));
  EXPECT_EQ(RunJson({"list-invoices", "alms"})["invoices"].size(), 1);
}

TEST_F(ClnClientTest, InvoiceNamesAnAmountThatIsNone) {
  for (const std::string amount : {"", "1sat", "-1", "18446744073709551616"}) {
    EXPECT_EQ(Run({"invoice", amount, "tea", ""}).status(),
              absl::InvalidArgumentError(absl::StrCat(
                  "amount \"", amount, "\": wanted millisatoshi, or any")));
  }
}

TEST_F(ClnClientTest, ASecondInvoiceOfALabelKeepsTheNodesErrorCode) {
  EXPECT_EQ(Run({"invoice", "1", "tea", ""}).status(), absl::OkStatus());
  const absl::Status status = Run({"invoice", "1", "tea", ""}).status();
  EXPECT_THAT(status, HasCode(StatusCode::kAlreadyExists));
  EXPECT_THAT(MessageOf(status),
              AllOf(StartsWith("Invoice: "), HasSubstr("900"),
                    HasSubstr("Duplicate label 'tea'")));
}

TEST_F(ClnClientTest, WaitAnyInvoiceWaitsForAPayment) {
  EXPECT_EQ(Run({"invoice", "7", "tea", ""}).status(), absl::OkStatus());
  std::future<nlohmann::json> waiting = std::async(
      std::launch::async, [this] { return RunJson({"wait-any-invoice"}); });
  node_.WaitForRequests(2);
  EXPECT_TRUE(node_.Pay("tea", 7));
  const nlohmann::json paid = waiting.get();
  EXPECT_EQ(paid["label"], "tea");
  EXPECT_EQ(paid["pay_index"], 1);
  EXPECT_EQ(RunJson({"wait-any-invoice", "0"}), paid);
}

TEST_F(ClnClientTest, WaitAnyInvoiceHasATimeoutOfItsOwn) {
  EXPECT_THAT(
      RunWith({"wait-any-invoice"}, {.timeout = harness::kForever,
                                     .wait_timeout = absl::Milliseconds(1)}),
      HasCode(StatusCode::kDeadlineExceeded));
  const absl::Status late =
      RunWith({"getinfo"}, {.timeout = absl::ZeroDuration()}).status();
  EXPECT_THAT(late, HasCode(StatusCode::kDeadlineExceeded));
  EXPECT_THAT(MessageOf(late), Warns());
}

TEST_F(ClnClientTest, WaitAnyInvoiceNamesAnIndexThatIsNone) {
  EXPECT_EQ(
      Run({"wait-any-invoice", "last"}).status(),
      absl::InvalidArgumentError("lastpay_index \"last\": wanted a number"));
}

TEST_F(ClnClientTest, CallFindsAMethodByEitherName) {
  const nlohmann::json info = RunJson({"getinfo"});
  EXPECT_EQ(RunJson({"call", "Getinfo"}), info);
  EXPECT_EQ(RunJson({"call", "getinfo", "{}"}), info);
  EXPECT_EQ(Run({"call", "Getinfo"}).value_or(""),
            Run({"getinfo"}).value_or("?"));
}

TEST_F(ClnClientTest, CallTakesARequestInJson) {
  const std::string bolt11 = RunJson(
      {"call", "Invoice",
       R"({"amount_msat": 9, "label": "tea", "description": ""})"})["bolt11"];
  const nlohmann::json paid =
      RunJson({"call", "Xpay", nlohmann::json{{"invstring", bolt11}}.dump()});
  EXPECT_EQ(paid["amount_msat"], 9);
}

TEST_F(ClnClientTest, CallNamesAMethodThatThereIsNot) {
  EXPECT_EQ(Run({"call", "Stop"}).status(),
            absl::InvalidArgumentError(
                "method \"Stop\": wanted one of the node.proto, such as "
                "ListPeers or listpeers"));
}

TEST_F(ClnClientTest, CallSaysWhatIsWrongWithARequest) {
  for (const std::string json : {"", "{", "[]", "7", "null"}) {
    EXPECT_EQ(
        Run({"call", "Getinfo", json}).status(),
        absl::InvalidArgumentError(absl::StrCat(
            "request \"", json, "\": wanted an object in JSON, such as {}")));
  }
  const absl::Status status =
      Run({"call", "Invoice", R"({"lable": "tea"})"}).status();
  EXPECT_THAT(status, HasCode(StatusCode::kInvalidArgument));
  EXPECT_THAT(MessageOf(status), HasSubstr("lable"));
}

TEST_F(ClnClientTest, CallFailsAsTheNodeDoes) {
  const absl::Status status = Run({"call", "Xpay"}).status();
  EXPECT_FALSE(status.ok());
  EXPECT_THAT(MessageOf(status), StartsWith("Xpay: "));
}

TEST_F(ClnClientTest, WordsThatMakeNoCommandAreNamed) {
  for (const Words& words : {Words{}, Words{"dance"}, Words{""}}) {
    const absl::Status status = Run(words).status();
    EXPECT_THAT(status, HasCode(StatusCode::kInvalidArgument));
    EXPECT_THAT(MessageOf(status),
                AllOf(StartsWith("command \""),
                      EndsWith("\": wanted one of " + ClnCommands())));
  }
  EXPECT_EQ(Run({"getinfo", "now"}).status(),
            absl::InvalidArgumentError("wanted getinfo"));
  EXPECT_EQ(
      Run({"invoice", "1", "tea"}).status(),
      absl::InvalidArgumentError("wanted invoice MSAT|any LABEL DESCRIPTION"));
  EXPECT_EQ(
      Run({"list-invoices", "\xff"}).status(),
      absl::InvalidArgumentError("argument \"\\xff\": wanted text in UTF-8"));
}

TEST_F(ClnClientTest, ANodeThatIsGoneIsUnavailableWithoutAdvice) {
  node_.Stop();
  const absl::Status status = Run({"getinfo"}).status();
  EXPECT_THAT(status, HasCode(StatusCode::kUnavailable));
  EXPECT_THAT(MessageOf(status),
              AllOf(StartsWith("Getinfo: "), HasSubstr(node_.rpc_file()),
                    Not(HasSubstr("cln_grpc_server")), Not(Warns())));
}

class ClnClientPayment : public ClnClientTest {
 protected:
  // Returns when the node was asked to pay.
  FakeLightningd::Request BeginToPay() {
    node_.Hold("xpay");
    outcome_ = std::async(std::launch::async, [this] {
      return Run({"call", "Xpay", R"({"invstring": "lnbcrt1"})"}).status();
    });
    return node_.Next();
  }

  std::future<absl::Status> outcome_;
};

TEST_F(ClnClientPayment, MayBeMadeByANodeThatHasGone) {
  BeginToPay().Close();
  const absl::Status status = outcome_.get();
  EXPECT_THAT(status, HasCode(StatusCode::kUnavailable));
  EXPECT_THAT(MessageOf(status),
              AllOf(HasSubstr("may have done what it was asked"), Warns()));
}

TEST_F(ClnClientPayment, MayBeMadeByANodeWhoseGatewayHasGone) {
  BeginToPay();
  server_.reset();
  EXPECT_THAT(MessageOf(outcome_.get()), Warns());
}

TEST_F(ClnClientPayment, MayBeMadeIfThePluginOrTheNodeEnds) {
  for (const int code : {-4, -5}) {
    BeginToPay().Fail(code, "it has ended");
    const absl::Status status = outcome_.get();
    EXPECT_THAT(status, HasCode(StatusCode::kUnavailable));
    EXPECT_THAT(MessageOf(status), Warns());
  }
}

TEST_F(ClnClientPayment, IsNotMadeIfTheNodeSaysWhyNot) {
  // UNAVAILABLE, DEADLINE_EXCEEDED and NOT_FOUND.
  for (const int code : {500, 210, 205}) {
    BeginToPay().Fail(code, "no");
    const absl::Status status = outcome_.get();
    EXPECT_FALSE(status.ok());
    EXPECT_THAT(MessageOf(status), Not(Warns()));
  }
}

TEST_F(ClnClientTest, WithoutAServerItSaysSo) {
  const absl::Status status = Failure(harness::DeadAddress());
  EXPECT_THAT(status, HasCode(StatusCode::kUnavailable));
  EXPECT_THAT(
      MessageOf(status),
      EndsWith(absl::StrCat("; wanted a cln_grpc_server at ",
                            harness::DeadAddress(), ": is it running?")));
}

TEST_F(ClnClientTest, TheServerNameMustBeInItsCertificate) {
  EXPECT_EQ(Failure(server_->address(), ""), absl::OkStatus());
  const absl::Status status = Failure(server_->address(), "node.example");
  EXPECT_THAT(status, HasCode(StatusCode::kUnavailable));
  EXPECT_THAT(MessageOf(status),
              AllOf(HasSubstr("node.example"), HasSubstr("--server_name")));
}

support::Identity Signed(const support::Identity& ca, absl::Time not_after) {
  return support::MakeSigned({.common_name = "cln grpc Client",
                              .hosts = {"cln"},
                              .ca = false,
                              .server_only = false,
                              .not_before = not_after - absl::Hours(48),
                              .not_after = not_after},
                             ca)
      .value();
}

support::Identity OtherCa() {
  return support::MakeSelfSigned({.common_name = "other",
                                  .hosts = {},
                                  .ca = true,
                                  .server_only = false,
                                  .not_before = absl::Now() - absl::Hours(1),
                                  .not_after = absl::Now() + absl::Hours(1)})
      .value();
}

TEST_F(ClnClientTest, AServerOfAnotherCaIsRefused) {
  ClientFiles files = GoodFiles();
  files.ca = OtherCa().certificate;
  const absl::Status status = Failure(server_->address(), "cln", files);
  EXPECT_THAT(status, HasCode(StatusCode::kUnavailable));
  EXPECT_THAT(MessageOf(status), HasSubstr("copy ca.pem from the node again"));
}

TEST_F(ClnClientTest, AClientOfAnotherCaIsToldSo) {
  ClientFiles files = GoodFiles();
  files.identity = Signed(OtherCa(), absl::Now() + absl::Hours(1));
  const absl::Status status = Failure(server_->address(), "cln", files);
  EXPECT_THAT(status, HasCode(StatusCode::kUnavailable));
  EXPECT_THAT(MessageOf(status), HasSubstr("client.pem is not signed by"));
}

TEST_F(ClnClientTest, AClientWhoseCertificateHasExpiredIsToldSo) {
  ClientFiles files = GoodFiles();
  files.identity = Signed(TestPki().ca, absl::Now() - absl::Hours(24));
  const absl::Status status = Failure(server_->address(), "cln", files);
  EXPECT_THAT(status, HasCode(StatusCode::kUnavailable));
  EXPECT_THAT(MessageOf(status), HasSubstr("client.pem is good from "));
}

TEST_F(ClnClientTest, AServerThatRefusesAClientForNoReasonMayHaveAnotherCa) {
  // It trusts one CA, and shows a certificate of another.
  ClnGrpcServerOptions options = harness::GatewayOptions(node_.rpc_file());
  options.ca = OtherCa().certificate;
  const auto server = harness::MustStart(ClnGrpcServer::Start(options));
  const absl::Status status = Failure(server->address());
  EXPECT_THAT(status, HasCode(StatusCode::kUnavailable));
  EXPECT_THAT(MessageOf(status), HasSubstr("the server's CA may be another"));
}

// Answers with what is no message.
class Nonsense final : public grpc::CallbackGenericService {
 public:
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* /*context*/) override {
    return new Reactor;
  }

 private:
  class Reactor final : public grpc::ServerGenericBidiReactor {
   public:
    Reactor() {
      StartWriteAndFinish(&bytes_, grpc::WriteOptions(), grpc::Status::OK);
    }
    void OnDone() override { delete this; }

   private:
    const grpc::Slice slice_{std::string("\xff")};
    const grpc::ByteBuffer bytes_{&slice_, 1};
  };
};

TEST_F(ClnClientTest, AServerThatSpeaksNoTlsIsNamed) {
  Nonsense nonsense;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("localhost:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterCallbackGenericService(&nonsense);
  const auto server = builder.BuildAndStart();
  const std::string target = absl::StrCat("localhost:", port);
  EXPECT_THAT(MessageOf(Failure(target)),
              EndsWith("; wanted a server that speaks TLS at " + target));
}

// A server that is not ours, and has the certificate of one that is.
class OtherServer {
 public:
  explicit OtherServer(grpc::CallbackGenericService& service) {
    int port = 0;
    grpc::SslServerCredentialsOptions tls;
    tls.pem_key_cert_pairs.push_back(
        {TestPki().server.private_key, TestPki().server.certificate});
    grpc::ServerBuilder builder;
    builder.AddListeningPort("localhost:0", grpc::SslServerCredentials(tls),
                             &port);
    // A client may ask as often as it likes whether the server is there.
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, 0);
    builder.RegisterCallbackGenericService(&service);
    server_ = builder.BuildAndStart();
    address_ = absl::StrCat("localhost:", port);
  }

  // Ends calls that are still open.
  ~OtherServer() { server_->Shutdown(absl::ToChronoTime(absl::Now())); }

  const std::string& address() const { return address_; }

 private:
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

TEST_F(ClnClientTest, ANonsensicalAnswerIsAnError) {
  Nonsense nonsense;
  const OtherServer server(nonsense);
  ClnClient client(
      {.target = server.address(), .server_name = "cln", .files = GoodFiles()});
  EXPECT_FALSE(client.Getinfo(harness::kForever).ok());
  cln::GetinfoResponse response;
  EXPECT_EQ(client.Call("/cln.Node/Getinfo", cln::GetinfoRequest(), response,
                        harness::kForever),
            absl::InternalError("Getinfo: wanted a cln.GetinfoResponse, and "
                                "got other bytes"));
}

// Ends calls as a proxy does whose own call was cancelled.
class Cancels final : public grpc::CallbackGenericService {
 public:
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* /*context*/) override {
    return new Reactor;
  }

 private:
  class Reactor final : public grpc::ServerGenericBidiReactor {
   public:
    Reactor() { Finish(grpc::Status::CANCELLED); }
    void OnDone() override { delete this; }
  };
};

TEST_F(ClnClientTest, ACallThatSomebodyElseHasCancelledMayGoOn) {
  Cancels cancels;
  const OtherServer server(cancels);
  const absl::Status status = Failure(server.address());
  EXPECT_THAT(status, HasCode(StatusCode::kCancelled));
  EXPECT_THAT(MessageOf(status), Warns());
}

// Never answers.
class Mute final : public grpc::CallbackGenericService {
 public:
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* /*context*/) override {
    asked_.set_value();
    return new Reactor;
  }

  // Waits for the only call.
  void WaitUntilAsked() { asked_.get_future().wait(); }

 private:
  class Reactor final : public grpc::ServerGenericBidiReactor {
   public:
    void OnCancel() override { Finish(grpc::Status::CANCELLED); }
    void OnDone() override { delete this; }
  };

  std::promise<void> asked_;
};

TEST_F(ClnClientTest, AServerThatFallsSilentAfterManyAnswersIsNoticed) {
  Mute mute;
  const OtherServer server(mute);
  const auto cable =
      harness::MustStart(support::TcpProxy::Start(server.address()));
  ClnClient client({.target = cable->address(),
                    .server_name = "cln",
                    .files = GoodFiles(),
                    .silence = absl::Seconds(1)});
  std::future<absl::Status> waiting = std::async(std::launch::async, [&client] {
    return client.WaitAnyInvoice({}, harness::kForever).status();
  });
  mute.WaitUntilAsked();
  // Now only answers to pings come, after what belongs to the connection's
  // beginning. More than two, of which gRPC 1.51 would make an end.
  constexpr int kMany = 6;
  uint64_t before = cable->to_client();
  int answers = 0;
  while (answers < kMany && waiting.wait_for(std::chrono::milliseconds(10)) !=
                                std::future_status::ready) {
    const uint64_t now = cable->to_client();
    if (now != before) ++answers;
    before = now;
  }
  cable->Silence();
  EXPECT_THAT(waiting.get(), HasCode(StatusCode::kUnavailable));
}

}  // namespace
