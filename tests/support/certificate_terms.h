// SPDX-License-Identifier: Apache-2.0
//
// Certificates for tests.

#ifndef TESTS_SUPPORT_CERTIFICATE_TERMS_H_
#define TESTS_SUPPORT_CERTIFICATE_TERMS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "support/certificate.h"

// A certificate of one hour, for `hosts`.
inline support::CertificateTerms Terms(
    const std::string& name, const std::vector<std::string>& hosts = {}) {
  return {.common_name = name,
          .hosts = hosts,
          .not_before = absl::Now() - absl::Hours(1),
          .not_after = absl::Now() + absl::Hours(1)};
}

// One that signs.
inline support::CertificateTerms CaTerms(const std::string& name) {
  support::CertificateTerms terms = Terms(name);
  terms.ca = true;
  return terms;
}

// What was made. The test has failed if there is none.
inline support::Identity Must(
    const absl::StatusOr<support::Identity>& identity) {
  EXPECT_TRUE(identity.ok()) << identity.status();
  return identity.value_or(support::Identity());
}

// The certificate in `pem`, without which the test program ends.
inline support::Certificate MustParse(const std::string& pem) {
  auto certificate = support::Certificate::Parse(pem);
  EXPECT_TRUE(certificate.ok()) << certificate.status();
  return *std::move(certificate);
}

#endif  // TESTS_SUPPORT_CERTIFICATE_TERMS_H_
