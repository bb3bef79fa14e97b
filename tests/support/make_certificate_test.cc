// SPDX-License-Identifier: Apache-2.0
//
// What certificates can be made of.

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "openssl/err.h"
#include "support/certificate.h"
#include "tests/harness.h"
#include "tests/support/certificate_terms.h"

namespace {

using ::support::Certificate;
using ::support::CertificateTerms;
using ::support::Identity;
using ::testing::AllOf;
using ::testing::HasSubstr;

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

}  // namespace
