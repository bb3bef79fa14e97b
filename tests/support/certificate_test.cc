// SPDX-License-Identifier: Apache-2.0

#include "support/certificate.h"

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "openssl/pem.h"
#include "openssl/x509.h"
#include "support/openssl.h"
#include "tests/support/certificate_terms.h"

namespace {

using ::support::Certificate;
using ::support::CertificateTerms;
using ::support::Identity;

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
        std::string("localhost\0.evil.example", 23),
        std::string("localhost\0", 10),
        std::string("10.0.0.1\0.evil.example", 22)}) {
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

// Wherever this machine is.
TEST(Certificate, ItsDaysBeginAndEndInUtc) {
  const absl::Time midnight =
      absl::FromCivil(absl::CivilDay(2026, 2, 1), absl::UTCTimeZone());
  EXPECT_EQ(support::Day(midnight), "2026-02-01");
  EXPECT_EQ(support::Day(midnight - absl::Nanoseconds(1)), "2026-01-31");
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
