// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "openssl/ec.h"
#include "openssl/pem.h"
#include "support/certificate.h"
#include "support/certificate_extensions.h"
#include "support/openssl.h"
#include "support/quote.h"

namespace support {
namespace {

absl::Status SetTimes(const CertificateTerms& terms, X509& x509) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  const absl::Time first = absl::FromCivil(absl::CivilYear(0), utc);
  const absl::Time end = absl::FromCivil(absl::CivilYear(10000), utc);
  if (terms.not_before < first || terms.not_before > terms.not_after ||
      terms.not_after >= end) {
    return absl::InvalidArgumentError(absl::StrCat(
        "from ", absl::FormatTime(terms.not_before, utc), " to ",
        absl::FormatTime(terms.not_after, utc),
        ": wanted a time that ends after it begins, in years of four digits"));
  }
  if (ASN1_TIME_set(X509_getm_notBefore(&x509),
                    absl::ToTimeT(terms.not_before)) == nullptr ||
      ASN1_TIME_set(X509_getm_notAfter(&x509),
                    absl::ToTimeT(terms.not_after)) == nullptr) {
    return OpenSslFailure("set a time");
  }
  return absl::OkStatus();
}

absl::Status SetName(const CertificateTerms& terms, X509& x509) {
  const NamePtr name(X509_NAME_new());
  const std::string& text = terms.common_name;
  // OpenSSL sees to it that these are 1 to 64 characters in UTF-8.
  if (std::any_of(text.begin(), text.end(), absl::ascii_iscntrl) ||
      X509_NAME_add_entry_by_NID(
          name.get(), NID_commonName, MBSTRING_UTF8,
          reinterpret_cast<const unsigned char*>(text.data()),
          static_cast<int>(text.size()), /*loc=*/-1, /*set=*/0) != 1) {
    return absl::InvalidArgumentError(absl::StrCat(
        "common name ", Quote(text), ": wanted 1 to 64 characters in UTF-8"));
  }
  // Of its own for each certificate of an issuer: 127 random bits, of which the
  // first is set, are a positive number of 16 bytes.
  const BignumPtr serial(BN_new());
  if (BN_rand(serial.get(), 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) != 1 ||
      BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(&x509)) ==
          nullptr ||
      X509_set_subject_name(&x509, name.get()) != 1) {
    return OpenSslFailure("name a certificate");
  }
  return absl::OkStatus();
}

absl::StatusOr<Identity> ToIdentity(X509& x509, EVP_PKEY& key) {
  const BioPtr certificate(BIO_new(BIO_s_mem()));
  const BioPtr private_key(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_X509(certificate.get(), &x509) != 1 ||
      PEM_write_bio_PKCS8PrivateKey(private_key.get(), &key,
                                    /*cipher=*/nullptr, nullptr, 0, nullptr,
                                    nullptr) != 1) {
    return OpenSslFailure("write a certificate");
  }
  return Identity{Written(*certificate), Written(*private_key)};
}

// A certificate signed by `issuer` with `issuer_key`, or by itself if they are
// null.
absl::StatusOr<Identity> Make(const CertificateTerms& terms, X509* issuer,
                              EVP_PKEY* issuer_key) {
  const KeyPtr key(EVP_EC_gen("P-256"));
  const X509Ptr x509(X509_new());
  if (key == nullptr || X509_set_version(x509.get(), X509_VERSION_3) != 1 ||
      X509_set_pubkey(x509.get(), key.get()) != 1) {
    return OpenSslFailure("make a key");
  }
  if (issuer == nullptr) issuer = x509.get();
  if (issuer_key == nullptr) issuer_key = key.get();
  absl::Status made = SetName(terms, *x509);
  if (made.ok()) made = SetTimes(terms, *x509);
  if (made.ok()) made = AddExtensions(terms, *issuer, *x509);
  if (!made.ok()) return made;
  // Null stands for the digest that suits the key.
  if (X509_set_issuer_name(x509.get(), X509_get_subject_name(issuer)) != 1 ||
      X509_sign(x509.get(), issuer_key, /*md=*/nullptr) == 0) {
    return OpenSslFailure("sign a certificate");
  }
  return ToIdentity(*x509, *key);
}

}  // namespace

absl::StatusOr<Identity> MakeSelfSigned(const CertificateTerms& terms) {
  const OpenSslErrors errors;
  return Make(terms, /*issuer=*/nullptr, /*issuer_key=*/nullptr);
}

absl::StatusOr<Identity> MakeSigned(const CertificateTerms& terms,
                                    const Identity& issuer) {
  const OpenSslErrors errors;
  const X509Ptr x509 = ParseX509(issuer.certificate);
  const KeyPtr key = ParsePrivateKey(issuer.private_key);
  if (x509 == nullptr || key == nullptr ||
      X509_check_private_key(x509.get(), key.get()) != 1) {
    return absl::InvalidArgumentError(
        "issuer: wanted a certificate and its private key, in PEM");
  }
  return Make(terms, x509.get(), key.get());
}

}  // namespace support
