// SPDX-License-Identifier: Apache-2.0

#include "support/certificate.h"

#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "openssl/err.h"
#include "openssl/pem.h"
#include "openssl/x509.h"
#include "support/openssl.h"
#include "tests/harness.h"
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

CertificateTerms Terms(const std::string& name,
                       const std::vector<std::string>& hosts = {}) {
  return {.common_name = name,
          .hosts = hosts,
          .not_before = absl::Now() - absl::Hours(1),
          .not_after = absl::Now() + absl::Hours(1)};
}

CertificateTerms CaTerms(const std::string& name) {
  CertificateTerms terms = Terms(name);
  terms.ca = true;
  return terms;
}

Identity Must(const absl::StatusOr<Identity>& identity) {
  EXPECT_TRUE(identity.ok()) << identity.status();
  return identity.value_or(Identity());
}

Certificate MustParse(const std::string& pem) {
  auto certificate = Certificate::Parse(pem);
  EXPECT_TRUE(certificate.ok()) << certificate.status();
  return *std::move(certificate);
}

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
  folder_.OpenSsl("x509 -req -in request -key key -out ca");
  const Identity ca = {folder_.Read("ca"), folder_.Read("key")};
  const Identity leaf = Must(MakeSigned(Terms("leaf"), ca));
  EXPECT_THAT(TextOf(leaf), HasSubstr("Issuer: CN=old"));
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

TEST(Certificate, SaysWhatItsTermsSaid) {
  const CertificateTerms terms = {
      .common_name = "Zoë's node",
      .hosts = {"localhost", "*.node.example", "127.0.0.1", "::1",
                "2001:db8::7"},
      .not_before =
          absl::FromCivil(absl::CivilDay(1975, 1, 1), absl::UTCTimeZone()),
      .not_after = absl::FromCivil(absl::CivilSecond(4096, 1, 2, 3, 4, 5),
                                   absl::UTCTimeZone())};
  const auto certificate = MustParse(Must(MakeSelfSigned(terms)).certificate);
  EXPECT_EQ(certificate.subject(), "CN=Zoë's node");
  EXPECT_EQ(certificate.issuer(), "CN=Zoë's node");
  EXPECT_EQ(certificate.common_name(), terms.common_name);
  EXPECT_EQ(certificate.hosts(), terms.hosts);
  EXPECT_EQ(certificate.not_before(), terms.not_before);
  EXPECT_EQ(certificate.not_after(), terms.not_after);
}

TEST(Certificate, IsForItsHostsAndNoOthers) {
  const auto certificate =
      MustParse(Must(MakeSelfSigned(
                         Terms("common.example", {"localhost", "*.node.example",
                                                  "10.0.0.1", "2001:db8::7"})))
                    .certificate);
  for (const std::string host : {"localhost", "LOCALHOST", "a.node.example",
                                 "10.0.0.1", "2001:db8:0:0::7"}) {
    EXPECT_TRUE(certificate.IsFor(host)) << host;
  }
  for (const std::string& host :
       {std::string("common.example"), std::string("node.example"),
        std::string("a.b.node.example"), std::string("10.0.0.2"),
        std::string("::1"), std::string(), std::string(".node.example"),
        std::string("localhost\0.evil.example", 23)}) {
    EXPECT_FALSE(certificate.IsFor(host)) << host;
  }
}

TEST(Certificate, IsSignedByOneCaAndNotByAnotherOfItsName) {
  const Identity ca = Must(MakeSelfSigned(CaTerms("A CA")));
  const Identity other = Must(MakeSelfSigned(CaTerms("A CA")));
  const auto leaf = MustParse(Must(MakeSigned(Terms("a"), ca)).certificate);
  EXPECT_EQ(leaf.subject(), "CN=a");
  EXPECT_EQ(leaf.issuer(), "CN=A CA");
  EXPECT_TRUE(leaf.IsSignedBy(MustParse(ca.certificate)));
  EXPECT_FALSE(leaf.IsSignedBy(MustParse(other.certificate)));
  EXPECT_FALSE(leaf.IsSignedBy(leaf));
  EXPECT_TRUE(MustParse(ca.certificate).IsSignedBy(MustParse(ca.certificate)));
}

TEST(Certificate, HasOneKey) {
  const Identity one = Must(MakeSelfSigned(Terms("a")));
  const Identity other = Must(MakeSelfSigned(Terms("a")));
  const auto certificate = MustParse(one.certificate);
  EXPECT_TRUE(certificate.HasKey(one.private_key));
  EXPECT_TRUE(certificate.HasKey(one.certificate + one.private_key));
  for (const std::string& key : {other.private_key, one.certificate,
                                 std::string("key"), std::string()}) {
    EXPECT_FALSE(certificate.HasKey(key)) << key;
  }
}

TEST(Certificate, IsTheFirstInItsText) {
  const Identity one = Must(MakeSelfSigned(Terms("one")));
  const Identity two = Must(MakeSelfSigned(Terms("two")));
  EXPECT_EQ(
      MustParse("text\n" + one.private_key + one.certificate + two.certificate)
          .common_name(),
      "one");
}

TEST(Certificate, IsNotInAnyOtherText) {
  const Identity identity = Must(MakeSelfSigned(Terms("one")));
  const size_t half = identity.certificate.size() / 2;
  for (const std::string& text :
       {std::string(), std::string("text"), identity.private_key,
        identity.certificate.substr(0, half),
        identity.certificate.substr(half)}) {
    EXPECT_EQ(Certificate::Parse(text).status(),
              absl::InvalidArgumentError("wanted a certificate in PEM"))
        << text;
  }
}

// `pem` after `change`, with a signature that is not good any more.
std::string Changed(const std::string& pem,
                    const std::function<void(X509&)>& change) {
  const support::X509Ptr x509 = support::ParseX509(pem);
  change(*x509);
  i2d_re_X509_tbs(x509.get(), nullptr);  // Forgets how it was written before.
  const support::BioPtr writer(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(writer.get(), x509.get());
  return support::Written(*writer);
}

TEST(Certificate, HasExpiredIfItsEndCannotBeRead) {
  const Identity identity = Must(MakeSelfSigned(Terms("a")));
  const std::string pem = Changed(identity.certificate, [](X509& x509) {
    ASN1_TIME* const never = ASN1_STRING_type_new(V_ASN1_UTCTIME);
    ASN1_STRING_set(never, "never", -1);
    X509_set1_notAfter(&x509, never);
    ASN1_STRING_free(never);
  });
  // Newer versions of OpenSSL take it for no certificate at all.
  const auto certificate = Certificate::Parse(pem);
  if (certificate.ok()) {
    EXPECT_EQ(certificate->not_after(), absl::InfinitePast());
  }
}

TEST(Certificate, HasNoNameIfThatIsNoText) {
  const Identity identity = Must(MakeSelfSigned(Terms("a")));
  const std::string pem = Changed(identity.certificate, [](X509& x509) {
    const support::NamePtr name(X509_NAME_new());
    const unsigned char half[] = {0, 'a', 0};  // Two bytes to a character.
    X509_NAME_add_entry_by_NID(name.get(), NID_commonName, V_ASN1_BMPSTRING,
                               half, sizeof(half), /*loc=*/-1, /*set=*/0);
    X509_set_subject_name(&x509, name.get());
  });
  EXPECT_EQ(MustParse(pem).common_name(), "");
}

TEST(Certificate, IsNotNowhere) {
  EXPECT_FALSE(Certificate::Parse(absl::string_view()).ok());
}

TEST(Certificate, HasASerialNumberOfItsOwn) {
  const Identity ca = Must(MakeSelfSigned(CaTerms("A CA")));
  const CertificateTerms terms = Terms("a");
  EXPECT_NE(Must(MakeSigned(terms, ca)).certificate,
            Must(MakeSigned(terms, ca)).certificate);
}

TEST(MakeCertificate, RefusesHostsThatCannotBe) {
  const std::string longest = std::string(63, 'a');
  for (const std::string& host :
       {std::string(), std::string("a b"), std::string("a,DNS:b"),
        std::string("a\0b", 3), std::string("127.0.0.1\0", 10),
        std::string("a..b"), std::string(".a"), std::string("a."),
        std::string("a.*"), std::string("*"), std::string("*.*.a"),
        std::string("a*.b"), std::string("żółw"), std::string("[::1]"),
        std::string("1.2.3"), std::string("1.2.3.256"), longest + "a",
        absl::StrCat(longest, ".", longest, ".", longest, ".", longest)}) {
    const auto made = MakeSelfSigned(Terms("name", {"good.example", host}));
    ASSERT_THAT(made, harness::HasCode(absl::StatusCode::kInvalidArgument))
        << host;
    EXPECT_THAT(std::string(made.status().message()),
                AllOf(testing::StartsWith("host \""),
                      HasSubstr(": wanted a DNS name or an IP address")));
  }
  const std::vector<std::string> good = {longest, "_a-1.b", "*.b", "7.a", "a1"};
  EXPECT_EQ(
      MustParse(Must(MakeSelfSigned(Terms("name", good))).certificate).hosts(),
      good);
}

TEST(MakeCertificate, RefusesNamesThatCannotBe) {
  for (const std::string& name :
       {std::string(), std::string(65, 'a'), std::string("a\nb"),
        std::string("a\0b", 3), std::string("\xFF")}) {
    const auto made = MakeSelfSigned(Terms(name));
    ASSERT_THAT(made, harness::HasCode(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(std::string(made.status().message()),
                HasSubstr(": wanted 1 to 64 characters in UTF-8"));
  }
  std::string longest;
  for (int i = 0; i < 64; ++i) longest += "ż";
  EXPECT_TRUE(MakeSelfSigned(Terms(longest)).ok());
}

TEST(MakeCertificate, RefusesTimesThatCannotBe) {
  const absl::Time now = absl::Now();
  for (const auto& [from, to] :
       {std::pair(now, now - absl::Seconds(1)),
        std::pair(now, absl::InfiniteFuture()),
        std::pair(absl::InfinitePast(), now),
        std::pair(now, now + absl::Hours(24 * 365 * 8000L))}) {
    CertificateTerms terms = Terms("a");
    terms.not_before = from;
    terms.not_after = to;
    const auto made = MakeSelfSigned(terms);
    ASSERT_THAT(made, harness::HasCode(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(std::string(made.status().message()),
                HasSubstr("wanted a time that ends after it begins"));
  }
}

TEST(MakeCertificate, TakesAllTimesInBetween) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  CertificateTerms terms = Terms("a");
  terms.not_before = absl::FromCivil(absl::CivilYear(0), utc);
  terms.not_after =
      absl::FromCivil(absl::CivilYear(10000), utc) - absl::Seconds(1);
  const auto certificate = MustParse(Must(MakeSelfSigned(terms)).certificate);
  EXPECT_EQ(certificate.not_before(), terms.not_before);
  EXPECT_EQ(certificate.not_after(), terms.not_after);
}

TEST(MakeCertificate, RefusesAnIssuerWithoutItsKey) {
  const Identity ca = Must(MakeSelfSigned(CaTerms("A CA")));
  const Identity other = Must(MakeSelfSigned(CaTerms("A CA")));
  for (const Identity& issuer : {Identity{ca.certificate, other.private_key},
                                 Identity{ca.certificate, ""},
                                 Identity{"", ca.private_key}, Identity()}) {
    EXPECT_EQ(MakeSigned(Terms("a"), issuer).status(),
              absl::InvalidArgumentError(
                  "issuer: wanted a certificate and its private key, in PEM"));
  }
  EXPECT_THAT(MakeSigned(Terms(""), ca),
              harness::HasCode(absl::StatusCode::kInvalidArgument));
}

TEST(MakeCertificate, LeavesOpenSslsErrorsAsTheyWere) {
  ERR_clear_error();
  const Identity identity = Must(MakeSelfSigned(Terms("a")));
  const auto certificate = MustParse(identity.certificate);
  EXPECT_FALSE(certificate.HasKey("key"));
  EXPECT_FALSE(Certificate::Parse("text").ok());
  EXPECT_FALSE(MakeSelfSigned(Terms("")).ok());
  EXPECT_FALSE(MakeSigned(Terms("a"), {}).ok());
  EXPECT_FALSE(certificate.IsSignedBy(
      MustParse(Must(MakeSelfSigned(Terms("b"))).certificate)));
  EXPECT_EQ(ERR_peek_error(), 0U);
  ERR_raise(ERR_LIB_USER, ERR_R_INTERNAL_ERROR);
  EXPECT_FALSE(Certificate::Parse("text").ok());
  EXPECT_EQ(ERR_GET_LIB(ERR_get_error()), ERR_LIB_USER);
  EXPECT_EQ(ERR_peek_error(), 0U);
}

TEST(Certificate, IsAskedByManyThreadsAtOnce) {
  const Identity identity = Must(MakeSelfSigned(Terms("a", {"localhost"})));
  const auto certificate = MustParse(identity.certificate);
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      EXPECT_TRUE(certificate.IsFor("localhost"));
      EXPECT_TRUE(certificate.IsSignedBy(certificate));
      EXPECT_TRUE(certificate.HasKey(identity.private_key));
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
