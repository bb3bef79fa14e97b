// SPDX-License-Identifier: Apache-2.0
//
// Our certificates in the eyes of the openssl program, and its own in ours.

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "openssl/x509.h"
#include "support/certificate.h"
#include "tests/support/certificate_terms.h"
#include "tests/support/test_folder.h"

namespace {

using ::support::Certificate;
using ::support::CertificateTerms;
using ::support::Identity;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Asks the command line of OpenSSL.
class OpenSslProgram : public testing::Test {
 protected:
  // What it says of a certificate, one blank between words.
  std::string TextOf(const Identity& identity) const {
    folder_.Write("cert", identity.certificate);
    std::string text =
        folder_.OpenSsl("x509 -in cert -noout -text -nameopt RFC2253");
    return absl::StrJoin(
        absl::StrSplit(text, absl::ByAnyChar(" \n"), absl::SkipEmpty()), " ");
  }

  const TestFolder folder_;
};

TEST_F(OpenSslProgram, TakesACa) {
  EXPECT_THAT(
      TextOf(Must(MakeSelfSigned(CaTerms("A CA")))),
      AllOf(HasSubstr("Version: 3"), HasSubstr("Issuer: CN=A CA"),
            HasSubstr("Subject: CN=A CA"), HasSubstr("prime256v1"),
            HasSubstr("ecdsa-with-SHA256"),
            HasSubstr("Basic Constraints: critical CA:TRUE"),
            HasSubstr("Key Usage: critical Certificate Sign, CRL Sign X509v3"),
            HasSubstr("Subject Key Identifier"),
            Not(HasSubstr("Authority Key Identifier")),
            Not(HasSubstr("Alternative")), Not(HasSubstr("Extended"))));
}

TEST_F(OpenSslProgram, TakesALeaf) {
  const Identity ca = Must(MakeSelfSigned(CaTerms("A CA")));
  const Identity leaf =
      Must(MakeSigned(Terms("A leaf", {"node.example", "::1"}), ca));
  EXPECT_THAT(
      TextOf(leaf),
      AllOf(HasSubstr("Issuer: CN=A CA"), HasSubstr("Subject: CN=A leaf"),
            HasSubstr("Basic Constraints: critical CA:FALSE"),
            HasSubstr("Key Usage: critical Digital Signature, Key "
                      "Encipherment, Key Agreement X509v3"),
            HasSubstr("Authority Key Identifier"),
            HasSubstr("DNS:node.example, IP Address:0:0:0:0:0:0:0:1"),
            Not(HasSubstr("Extended"))));
  folder_.Write("ca", ca.certificate);
  for (const std::string purpose : {"sslserver", "sslclient"}) {
    EXPECT_EQ(folder_.OpenSsl("verify -x509_strict -purpose " + purpose +
                              " -verify_hostname node.example -CAfile ca cert"),
              "cert: OK\n");
  }
  EXPECT_THAT(
      folder_.OpenSsl("verify -verify_hostname other.example -CAfile ca cert"),
      HasSubstr("hostname mismatch"));
}

TEST_F(OpenSslProgram, TakesAServerThatIsItsOwnCa) {
  CertificateTerms terms = Terms("host", {"host", "localhost", "127.0.0.1"});
  terms.ca = true;
  terms.server_only = true;
  EXPECT_THAT(
      TextOf(Must(MakeSelfSigned(terms))),
      AllOf(HasSubstr("CA:TRUE"),
            HasSubstr("Key Usage: critical Digital Signature, Key "
                      "Encipherment, Key Agreement, Certificate Sign"),
            HasSubstr("Extended Key Usage: TLS Web Server Authentication")));
  EXPECT_EQ(folder_.OpenSsl(
                "verify -x509_strict -purpose sslserver -CAfile cert cert"),
            "cert: OK\n");
  EXPECT_THAT(folder_.OpenSsl("verify -purpose sslclient -CAfile cert cert"),
              HasSubstr("(failed)"));
}

TEST_F(OpenSslProgram, TakesTheKeyWithoutAPassword) {
  const Identity identity = Must(MakeSelfSigned(Terms("name")));
  EXPECT_TRUE(
      absl::StartsWith(identity.private_key, "-----BEGIN PRIVATE KEY-----\n"));
  folder_.Write("key", identity.private_key);
  EXPECT_THAT(folder_.OpenSsl("pkey -in key -noout -text"),
              HasSubstr("NIST CURVE: P-256"));
}

TEST_F(OpenSslProgram, HasACaThatSigns) {
  for (const std::string algorithm : {"RSA", "ED25519"}) {
    folder_.OpenSsl("req -x509 -newkey " + algorithm +
                    " -noenc -keyout key -out ca -subj /CN=own -days 2");
    const Identity ca = {folder_.Read("ca"), folder_.Read("key")};
    const Identity leaf = Must(MakeSigned(Terms("leaf"), ca));
    EXPECT_TRUE(MustParse(ca.certificate).HasKey(ca.private_key));
    EXPECT_TRUE(
        MustParse(leaf.certificate).IsSignedBy(MustParse(ca.certificate)));
    folder_.Write("leaf", leaf.certificate);
    EXPECT_EQ(folder_.OpenSsl("verify -CAfile ca leaf"), "leaf: OK\n");
  }
}

TEST_F(OpenSslProgram, HasACaThatDoesNotSayWhichKeyItHas) {
  folder_.OpenSsl("genpkey -algorithm RSA -out key");
  folder_.OpenSsl("req -new -key key -subj /CN=old -out request");
  folder_.Write("extensions", "subjectKeyIdentifier = none\n");
  folder_.OpenSsl("x509 -req -in request -key key -extfile extensions -out ca");
  const Identity ca = {folder_.Read("ca"), folder_.Read("key")};
  const Identity leaf = Must(MakeSigned(Terms("leaf"), ca));
  EXPECT_THAT(TextOf(leaf), AllOf(HasSubstr("Issuer: CN=old"),
                                  Not(HasSubstr("Authority Key Identifier"))));
  EXPECT_TRUE(
      MustParse(leaf.certificate).IsSignedBy(MustParse(ca.certificate)));
}

TEST_F(OpenSslProgram, MakesAKeyUnderAPasswordThatNobodyIsAskedFor) {
  folder_.OpenSsl(
      "req -x509 -newkey RSA -keyout key -passout pass:secret -out cert "
      "-subj /CN=own");
  EXPECT_THAT(folder_.Read("key"), HasSubstr("ENCRYPTED"));
  EXPECT_FALSE(MustParse(folder_.Read("cert")).HasKey(folder_.Read("key")));
}

TEST_F(OpenSslProgram, MakesACertificateWithoutHosts) {
  folder_.OpenSsl(
      "req -x509 -newkey RSA -noenc -keyout key -out cert -subj "
      "/O=Only/OU=these");
  const Certificate nameless = MustParse(folder_.Read("cert"));
  EXPECT_EQ(nameless.subject(), "OU=these,O=Only");
  EXPECT_EQ(nameless.common_name(), "");
  EXPECT_THAT(nameless.hosts(), IsEmpty());
  folder_.OpenSsl("req -x509 -key key -out cert -subj /CN=node.example");
  EXPECT_EQ(MustParse(folder_.Read("cert")).common_name(), "node.example");
  EXPECT_FALSE(MustParse(folder_.Read("cert")).IsFor("node.example"));
}

TEST_F(OpenSslProgram, MakesNamesThatAreNoHosts) {
  folder_.OpenSsl(
      "req -x509 -newkey RSA -noenc -keyout key -out cert -subj /CN=a -addext "
      "'subjectAltName=email:a@b.example,RID:1.2.3,DNS:b.example,"
      "otherName:1.2.3;UTF8:d'");
  EXPECT_THAT(MustParse(folder_.Read("cert")).hosts(),
              ElementsAre("b.example"));
  // An address of five bytes, and one of four.
  folder_.OpenSsl(
      "req -x509 -key key -out cert -subj /CN=a -addext "
      "subjectAltName=DER:30:0d:87:05:01:02:03:04:05:87:04:7f:00:00:01");
  EXPECT_THAT(MustParse(folder_.Read("cert")).hosts(),
              ElementsAre("127.0.0.1"));
}

}  // namespace
