// SPDX-License-Identifier: Apache-2.0

#include "lnd_client.h"

#include <stdlib.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "lnd_channel.h"
#include "support/files.h"
#include "support/tcp_proxy.h"
#include "tests/harness.h"
#include "tests/lightning/fake_lnd.h"
#include "tests/lightning/lnd_harness.h"
#include "tests/support/test_folder.h"

namespace {

using harness::HasCode;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

LndClient Client(const std::shared_ptr<grpc::Channel>& channel) {
  return LndClient(channel, harness::kForever);
}

TEST(LndClient, SaysHowFarTheNodeIs) {
  LndNode node;
  for (const auto state : {lnrpc::LOCKED, lnrpc::SERVER_ACTIVE}) {
    node->set_state(state);
    const auto answer = Client(node.Channel("")).State();
    ASSERT_THAT(answer, HasCode(absl::StatusCode::kOk)) << answer.status();
    EXPECT_EQ(answer->state(), state);
  }
}

TEST(LndClient, SaysWhoTheNodeIs) {
  LndNode node;
  const auto info = Client(node.Channel()).Info();
  ASSERT_THAT(info, HasCode(absl::StatusCode::kOk)) << info.status();
  EXPECT_EQ(info->alias(), "fakenode");
  EXPECT_EQ(info->chains(0).network(), "regtest");
}

TEST(LndClient, SaysWhatTheWalletOwns) {
  LndNode node;
  const auto balance = Client(node.Channel()).Balance();
  ASSERT_THAT(balance, HasCode(absl::StatusCode::kOk)) << balance.status();
  EXPECT_EQ(balance->total_balance(), 1'500'000);
  EXPECT_EQ(balance->account_balance().at("default").confirmed_balance(),
            1'000'000);
}

TEST(LndClient, AddsAnInvoiceThatCanBeDecoded) {
  LndNode node;
  LndClient client = Client(node.Channel());
  lnrpc::Invoice invoice;
  invoice.set_memo("Kaffee für zwei");
  invoice.set_value(250);
  const auto added = client.AddInvoice(invoice);
  ASSERT_THAT(added, HasCode(absl::StatusCode::kOk)) << added.status();
  EXPECT_EQ(added->add_index(), 1);

  const auto decoded = client.Decode(added->payment_request());
  ASSERT_THAT(decoded, HasCode(absl::StatusCode::kOk)) << decoded.status();
  EXPECT_EQ(decoded->payment_hash(), absl::BytesToHexString(added->r_hash()));
  EXPECT_EQ(decoded->num_satoshis(), 250);
  EXPECT_EQ(decoded->description(), "Kaffee für zwei");
}

TEST(LndClient, PassesOnWhatLndSaysOfAWrongRequest) {
  LndNode node;
  LndClient client = Client(node.Channel());
  lnrpc::Invoice invoice;
  invoice.set_memo(std::string(640, 'x'));
  EXPECT_EQ(client.AddInvoice(invoice).status().message(),
            "AddInvoice: memo too large: 640 bytes (maxsize=639)");
  EXPECT_EQ(client.Decode("lnbc1").status().message(),
            "DecodePayReq: invalid bech32 string");
}

TEST(LndClient, SendsTheMacaroonOnceAndInHex) {
  LndNode node;
  LndClient client = Client(node.Channel("readonly"));
  ASSERT_THAT(client.Info(), HasCode(absl::StatusCode::kOk));
  EXPECT_THAT(node->last_macaroons(),
              ElementsAre(absl::BytesToHexString(
                  FakeLnd::MacaroonBytes(FakeLnd::kReadonly))));
}

TEST(LndClient, NeedsNoMacaroonWhereTheNodeWantsNone) {
  LndNode node({.macaroons = false});
  EXPECT_THAT(Client(node.Channel("")).Info(), HasCode(absl::StatusCode::kOk));
  EXPECT_THAT(node->last_macaroons(), IsEmpty());
}

TEST(LndClient, TakesAnAnswerOfManyMebibytes) {
  LndNode node({.alias = std::string(100 << 20, 'x')});
  const auto info = Client(node.Channel()).Info();
  ASSERT_THAT(info, HasCode(absl::StatusCode::kOk)) << info.status();
  EXPECT_EQ(info->alias().size(), 100 << 20);
}

// Each of these is what a person sees, and must say what to do.

TEST(LndClientFailure, ALockedWalletIsToBeUnlocked) {
  LndNode node;
  node->set_state(lnrpc::LOCKED);
  EXPECT_EQ(Client(node.Channel()).Balance().status().message(),
            "WalletBalance: wallet locked, unlock it to enable full RPC "
            "access: unlock it with `lncli unlock`");
}

TEST(LndClientFailure, ANodeThatIsNotReadySaysSo) {
  LndNode node;
  for (const auto& [state, advice] :
       {std::pair{lnrpc::NON_EXISTING, "`lncli create`"},
        {lnrpc::UNLOCKED, "try again in a while"},
        {lnrpc::WAITING_TO_START, "try again in a while"}}) {
    node->set_state(state);
    EXPECT_THAT(Client(node.Channel()).Info().status().message(),
                HasSubstr(advice));
  }
}

TEST(LndClientFailure, WithoutAMacaroonItSaysThatOneIsWanted) {
  LndNode node;
  EXPECT_EQ(Client(node.Channel("")).Info().status().message(),
            "GetInfo: expected 1 macaroon, got 0: this node wants a macaroon: "
            "leave out --no_macaroon, or give --macaroon=PATH");
}

TEST(LndClientFailure, AnotherNodesMacaroonIsNamed) {
  LndNode node;
  LndAccess access = node.Access();
  access.macaroon = node.PathOf("other.macaroon");
  ASSERT_TRUE(support::WriteFile(access.macaroon, "\x02other", 0600).ok());
  EXPECT_EQ(Client(LndNode::MustOpen(access)).Info().status().message(),
            "GetInfo: verification failed: signature mismatch after caveat "
            "verification: this macaroon is not this node's: copy the node's "
            "anew");
}

TEST(LndClientFailure, AMacaroonThatAllowsTooLittleIsNamed) {
  LndNode node;
  EXPECT_THAT(
      Client(node.Channel("readonly")).AddInvoice({}).status().message(),
      HasSubstr("permission denied: this macaroon does not allow it"));
  EXPECT_THAT(Client(node.Channel("invoice")).Info().status().message(),
              HasSubstr("permission denied"));
  EXPECT_THAT(Client(node.Channel("invoice")).Balance(),
              HasCode(absl::StatusCode::kOk));
}

TEST(LndClientFailure, ANodeThatIsNotThereIsToBeStarted) {
  LndNode node;
  node->Stop();
  const absl::Status status = Client(node.Channel()).Info().status();
  EXPECT_THAT(status, HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(status.message(), HasSubstr("see that lnd runs at --target"));
}

TEST(LndClientFailure, ANodeWithAnotherCertificateGetsNoMacaroon) {
  LndNode node;
  LndNode other;
  LndAccess access = node.Access();
  access.target = other->address();
  const absl::Status status = Client(LndNode::MustOpen(access)).Info().status();
  EXPECT_THAT(status, HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(status.message(), HasSubstr("what it now has as tls.cert"));
  EXPECT_THAT(other->last_macaroons(), IsEmpty());
}

TEST(LndClientFailure, AServerWithoutTlsGetsNoMacaroon) {
  LndNode node;
  lnrpc::Lightning::Service service;
  harness::FakeServer plain(service);
  LndAccess access = node.Access();
  access.target = plain.address();
  EXPECT_THAT(Client(LndNode::MustOpen(access)).Info(),
              HasCode(absl::StatusCode::kUnavailable));
}

TEST(LndClientFailure, ANodeThatDoesNotAnswerIsGivenUp) {
  LndNode node;
  const auto proxy = support::TcpProxy::Start(node->address());
  ASSERT_TRUE(proxy.ok());
  (*proxy)->Silence();
  LndAccess access = node.Access();
  access.target = (*proxy)->address();
  LndClient client(LndNode::MustOpen(access), absl::Milliseconds(50));
  EXPECT_THAT(client.State().status(),
              AllOf(HasCode(absl::StatusCode::kDeadlineExceeded)));
}

TEST(LndClientFailure, AServerThatIsNotLndIsNamed) {
  // It has lnd's certificate, and not its service.
  LndNode node({.lightning = false});
  const absl::Status status = Client(node.Channel()).Info().status();
  EXPECT_THAT(status, HasCode(absl::StatusCode::kUnimplemented));
  EXPECT_THAT(status.message(), HasSubstr("lnd's gRPC port"));
}

TEST(LndChannel, DoesNotOpenWithoutTheFiles) {
  LndNode node;
  LndAccess access = node.Access();
  access.tls_cert = node.PathOf("none");
  EXPECT_THAT(OpenLndChannel(access), HasCode(absl::StatusCode::kNotFound));
  access = node.Access("none");
  EXPECT_THAT(OpenLndChannel(access), HasCode(absl::StatusCode::kNotFound));
}

TEST(LndChannel, ChecksTheHostBeforeItConnects) {
  LndNode node;
  LndAccess access = node.Access();
  access.target = "node.example:10009";
  const auto channel = OpenLndChannel(access);
  EXPECT_THAT(channel, HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(channel.status().message(),
              HasSubstr("is not for host \"node.example\", but for "
                        "\"fakenode\", \"localhost\", \"127.0.0.1\", \"::1\""));
}

TEST(LndChannel, TakesEachHostOfTheCertificate) {
  LndNode node;
  const std::string port = node->address().substr(node->address().rfind(':'));
  LndAccess access = node.Access();
  for (const std::string host : {"localhost", "127.0.0.1", "[::1]"}) {
    access.target = host + port;
    const auto channel = OpenLndChannel(access);
    EXPECT_THAT(channel, HasCode(absl::StatusCode::kOk)) << channel.status();
  }
  access.target = "127.0.0.1" + port;
  EXPECT_THAT(Client(LndNode::MustOpen(access)).Info(),
              HasCode(absl::StatusCode::kOk));
}

// Another folder in place of the home folder. Must outlive the node and its
// clients: other threads may not read the environment while it is changed.
class HomeFolder {
 public:
  HomeFolder() {
    if (const char* const home = getenv("HOME")) before_ = home;
    setenv("HOME", folder_.path().c_str(), 1);
  }
  ~HomeFolder() {
    if (before_.has_value()) {
      setenv("HOME", before_->c_str(), 1);
    } else {
      unsetenv("HOME");
    }
  }
  HomeFolder(const HomeFolder&) = delete;
  HomeFolder& operator=(const HomeFolder&) = delete;

  const std::string& path() const { return folder_.path(); }

 private:
  const TestFolder folder_;
  std::optional<std::string> before_;
};

TEST(LndChannel, FindsFilesInTheHomeFolder) {
  const HomeFolder home;
  LndNode node;
  ASSERT_TRUE(node->WriteFiles(home.path()).ok());
  LndAccess access;
  access.target = node->address();
  access.tls_cert = "~/tls.cert";
  access.macaroon = "~/data/chain/bitcoin/regtest/admin.macaroon";
  EXPECT_THAT(Client(LndNode::MustOpen(access)).Info(),
              HasCode(absl::StatusCode::kOk));
}

TEST(LndChannel, ShowsNobodyTheMacaroon) {
  LndNode node;
  const std::string hex =
      absl::BytesToHexString(FakeLnd::MacaroonBytes(FakeLnd::kInvoice));
  const absl::Status status = Client(node.Channel("invoice")).Info().status();
  EXPECT_THAT(status.message(), Not(HasSubstr(hex.substr(0, 32))));
}

}  // namespace
