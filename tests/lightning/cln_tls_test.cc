// SPDX-License-Identifier: Apache-2.0

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "cln/node.grpc.pb.h"
#include "cln_certificates.h"
#include "cln_grpc_server.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "support/certificate.h"
#include "tests/harness.h"
#include "tests/lightning/fake_lightningd.h"
#include "tests/lightning/tls_handshake.h"
#include "tests/lightning/tutorial_certificate.h"
#include "tests/support/test_folder.h"

namespace {

using ::support::CertificateTerms;
using ::support::Identity;
using ::testing::HasSubstr;

constexpr absl::StatusCode kUnavailable = absl::StatusCode::kUnavailable;
constexpr absl::StatusCode kOk = absl::StatusCode::kOk;

Identity Must(const absl::StatusOr<Identity>& identity) {
  EXPECT_TRUE(identity.ok()) << identity.status();
  return identity.value_or(Identity());
}

class ClnTls : public testing::Test {
 protected:
  void SetUp() override { Start(); }

  // Starts as the program does, with what is in the folder.
  void Start() {
    server_.reset();
    const auto certificates = PrepareClnCertificates(folder_.path(), {});
    ASSERT_TRUE(certificates.ok()) << certificates.status();
    server_ = harness::MustStart(
        ClnGrpcServer::Start({.listen = "localhost:0",
                              .rpc_file = node_.rpc_file(),
                              .ca = certificates->ca,
                              .identity = certificates->server,
                              .proto = ""}));
    port_ = server_->address().substr(server_->address().rfind(':'));
  }

  Identity Load(const std::string& name) const {
    return {folder_.Read(name + ".pem"), folder_.Read(name + "-key.pem")};
  }

  static CertificateTerms Terms(const std::string& name) {
    return {.common_name = name,
            .hosts = {"cln", "localhost"},
            .not_before = absl::Now() - absl::Hours(48),
            .not_after = absl::Now() + absl::Hours(48)};
  }

  // A certificate that the gateway's CA has signed.
  Identity Signed(const CertificateTerms& terms) const {
    return Must(support::MakeSigned(terms, Load("ca")));
  }

  // Of a CA with the name and the hosts of the gateway's.
  static Identity OtherCa() {
    CertificateTerms terms = Terms("cln Root CA");
    terms.ca = true;
    return Must(support::MakeSelfSigned(terms));
  }

  // How a client fares that calls `host` and expects `name` in the server's
  // certificate, or the host's if it is empty.
  grpc::Status Call(const std::string& host, const std::string& name,
                    const std::string& ca, const Identity& identity) const {
    grpc::SslCredentialsOptions tls;
    tls.pem_root_certs = ca;
    tls.pem_cert_chain = identity.certificate;
    tls.pem_private_key = identity.private_key;
    return CallWith(host, name, grpc::SslCredentials(tls));
  }

  grpc::Status CallWith(
      const std::string& host, const std::string& name,
      const std::shared_ptr<grpc::ChannelCredentials>& credentials) const {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    if (!name.empty()) arguments.SetSslTargetNameOverride(name);
    const auto stub = cln::Node::NewStub(
        grpc::CreateCustomChannel(host + port_, credentials, arguments));
    harness::Context context;
    cln::GetinfoResponse response;
    return stub->Getinfo(&context, {}, &response);
  }

  // A client that is as it should be, but for what it shows.
  grpc::Status CallAs(const Identity& identity) const {
    return Call("localhost", "cln", folder_.Read("ca.pem"), identity);
  }

  std::string Handshake(const TlsOffer& offer) const {
    return TlsHandshake("127.0.0.1" + port_, offer);
  }

  // The client with this identity is refused, and others are not.
  void ExpectRefused(const Identity& identity) const {
    EXPECT_THAT(CallAs(identity), harness::HasCode(kUnavailable));
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
      EXPECT_EQ(Handshake({version, identity}), "refused");
    }
    EXPECT_THAT(CallAs(Load("client")), harness::HasCode(kOk));
  }

  FakeLightningd node_;  // Outlives the gateway in front of it.
  const TestFolder folder_;
  std::unique_ptr<ClnGrpcServer> server_;
  std::string port_;  // :12345
};

TEST_F(ClnTls, TheServersNameIsClnWhereverItIs) {
  for (const std::string host : {"localhost", "127.0.0.1"}) {
    EXPECT_THAT(Call(host, "cln", folder_.Read("ca.pem"), Load("client")),
                harness::HasCode(kOk))
        << host;
  }
}

TEST_F(ClnTls, WithoutANameTheHostMustBeInTheCertificate) {
  EXPECT_THAT(Call("localhost", "", folder_.Read("ca.pem"), Load("client")),
              harness::HasCode(kOk));
  const grpc::Status status =
      Call("127.0.0.1", "", folder_.Read("ca.pem"), Load("client"));
  EXPECT_THAT(status, harness::HasCode(kUnavailable));
  EXPECT_THAT(status.error_message(),
              HasSubstr("127.0.0.1 is not in peer certificate"));
}

TEST_F(ClnTls, ANameThatIsNotInTheCertificateIsRefusedByTheClient) {
  EXPECT_THAT(
      Call("localhost", "other", folder_.Read("ca.pem"), Load("client")),
      harness::HasCode(kUnavailable));
}

TEST_F(ClnTls, AServerOfAnotherCaIsRefusedByTheClient) {
  EXPECT_THAT(Call("localhost", "cln", OtherCa().certificate, Load("client")),
              harness::HasCode(kUnavailable));
}

TEST_F(ClnTls, AnyClientThatTheCaHasSignedIsAccepted) {
  EXPECT_THAT(CallAs(Signed(Terms("somebody"))), harness::HasCode(kOk));
}

TEST_F(ClnTls, AClientWithoutACertificateIsRefused) { ExpectRefused({}); }

TEST_F(ClnTls, AClientOfAnotherCaOfTheSameNameIsRefused) {
  ExpectRefused(Must(support::MakeSigned(Terms("cln grpc Client"), OtherCa())));
}

TEST_F(ClnTls, AClientThatHasSignedItselfIsRefused) {
  ExpectRefused(Must(support::MakeSelfSigned(Terms("cln grpc Client"))));
}

TEST_F(ClnTls, AClientWhoseTimeIsOverIsRefused) {
  CertificateTerms terms = Terms("cln grpc Client");
  terms.not_after = absl::Now() - absl::Hours(24);
  ExpectRefused(Signed(terms));
}

TEST_F(ClnTls, AClientWhoseTimeIsStillToComeIsRefused) {
  CertificateTerms terms = Terms("cln grpc Client");
  terms.not_before = absl::Now() + absl::Hours(24);
  ExpectRefused(Signed(terms));
}

TEST_F(ClnTls, AClientCannotSignOthers) {
  const Identity client = Load("client");
  Identity other = Must(support::MakeSigned(Terms("cln grpc Client"), client));
  other.certificate += client.certificate;
  ExpectRefused(other);
}

TEST_F(ClnTls, TheCaIsNoClient) { ExpectRefused(Load("ca")); }

TEST_F(ClnTls, ACertificateForServersOnlyIsNoClient) {
  CertificateTerms terms = Terms("cln grpc Client");
  terms.server_only = true;
  ExpectRefused(Signed(terms));
}

TEST_F(ClnTls, TheServersOwnCertificateIsGoodForAClientAsWithThePlugin) {
  EXPECT_THAT(CallAs(Load("server")), harness::HasCode(kOk));
}

TEST_F(ClnTls, SpeaksTls12And13AndNothingOlder) {
  const Identity client = Load("client");
  EXPECT_EQ(Handshake({TLS1_2_VERSION, client}), "TLSv1.2");
  EXPECT_EQ(Handshake({TLS1_3_VERSION, client}), "TLSv1.3");
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
    EXPECT_EQ(Handshake({version, client}), "refused");
  }
}

TEST_F(ClnTls, PlaintextIsRefused) {
  EXPECT_THAT(CallWith("localhost", "", grpc::InsecureChannelCredentials()),
              harness::HasCode(kUnavailable));
  EXPECT_THAT(CallAs(Load("client")), harness::HasCode(kOk));
}

TEST_F(ClnTls, TheTutorialsOwnCertificateIsKnownByItsCommonName) {
  MakeTutorialCertificate(folder_);
  Start();
  const std::string ca = folder_.Read("ca.pem");
  EXPECT_THAT(Call("localhost", "node.example", ca, Load("client")),
              harness::HasCode(kOk));
  EXPECT_THAT(Call("localhost", "cln", ca, Load("client")),
              harness::HasCode(kUnavailable));
}

}  // namespace
