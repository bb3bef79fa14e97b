// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "openssl/ec.h"
#include "openssl/pem.h"
#include "openssl/x509v3.h"
#include "support/certificate.h"
#include "support/openssl_ptr.h"
#include "support/quote.h"

namespace support {
namespace {

absl::Status Unwanted(absl::string_view what, absl::string_view value,
                      absl::string_view wanted) {
  return absl::InvalidArgumentError(
      absl::StrCat(what, " ", Quote(value), ": wanted ", wanted));
}

// OpenSSL has no memory or no random numbers left.
absl::Status Failed(absl::string_view what) {
  const char* const reason = ERR_reason_error_string(ERR_peek_last_error());
  return absl::InternalError(absl::StrCat("OpenSSL cannot ", what, ": ",
                                          reason != nullptr ? reason : "?"));
}

bool IsLabel(absl::string_view label) {
  return !label.empty() && label.size() <= 63 &&
         std::all_of(label.begin(), label.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '-' || c == '_';
         });
}

// Such as localhost, node.example.org and *.example.org. One whose end is a
// number is an IP address gone wrong.
bool IsDnsName(absl::string_view name) {
  if (name.size() > 253) return false;
  const std::vector<absl::string_view> labels = absl::StrSplit(name, '.');
  const auto first = labels.begin() + (labels[0] == "*" ? 1 : 0);
  return first != labels.end() && std::all_of(first, labels.end(), IsLabel) &&
         !std::all_of(labels.back().begin(), labels.back().end(),
                      absl::ascii_isdigit);
}

absl::StatusOr<GeneralNamePtr> ToGeneralName(const std::string& host) {
  GeneralNamePtr name(GENERAL_NAME_new());
  // Of a string in C, which ends where there is a zero byte.
  ASN1_STRING* value =
      host.find('\0') == host.npos ? a2i_IPADDRESS(host.c_str()) : nullptr;
  const int type = value != nullptr ? GEN_IPADD : GEN_DNS;
  if (value == nullptr) {
    if (!IsDnsName(host)) {
      return Unwanted("host", host, "a DNS name or an IP address");
    }
    value = ASN1_IA5STRING_new();
    ASN1_STRING_set(value, host.data(), static_cast<int>(host.size()));
  }
  GENERAL_NAME_set0_value(name.get(), type, value);  // Takes the value.
  return name;
}

absl::Status AddHosts(const std::vector<std::string>& hosts, X509& x509) {
  if (hosts.empty()) return absl::OkStatus();
  const GeneralNamesPtr names(GENERAL_NAMES_new());
  for (const std::string& host : hosts) {
    auto name = ToGeneralName(host);
    if (!name.ok()) return name.status();
    sk_GENERAL_NAME_push(names.get(), name->release());
  }
  if (X509_add1_ext_i2d(&x509, NID_subject_alt_name, names.get(),
                        /*crit=*/0, X509V3_ADD_DEFAULT) != 1) {
    return Failed("add hosts");
  }
  return absl::OkStatus();
}

absl::Status SetTimes(const CertificateTerms& terms, X509& x509) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  const absl::Time first = absl::FromCivil(absl::CivilYear(0), utc);
  const absl::Time end = absl::FromCivil(absl::CivilYear(10000), utc);
  if (terms.not_before < first || terms.not_before > terms.not_after ||
      terms.not_after >= end) {
    return Unwanted(
        "time",
        absl::StrCat(absl::FormatTime(terms.not_before, utc), " to ",
                     absl::FormatTime(terms.not_after, utc)),
        "one that ends after it begins, in years of four digits");
  }
  if (ASN1_TIME_set(X509_getm_notBefore(&x509),
                    absl::ToTimeT(terms.not_before)) == nullptr ||
      ASN1_TIME_set(X509_getm_notAfter(&x509),
                    absl::ToTimeT(terms.not_after)) == nullptr) {
    return Failed("set a time");
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
    return Unwanted("common name", text, "1 to 64 characters in UTF-8");
  }
  // Of its own for each certificate of an issuer: 127 random bits, of which the
  // first is set, are a positive number of 16 bytes.
  const BignumPtr serial(BN_new());
  if (BN_rand(serial.get(), 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) != 1 ||
      BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(&x509)) ==
          nullptr ||
      X509_set_subject_name(&x509, name.get()) != 1) {
    return Failed("name a certificate");
  }
  return absl::OkStatus();
}

// `value` as in the section of x509v3_config(5) about the extension `nid`.
bool AddExtension(int nid, const std::string& value, X509V3_CTX& context,
                  X509& x509) {
  const ExtensionPtr extension(
      X509V3_EXT_nconf_nid(/*conf=*/nullptr, &context, nid, value.c_str()));
  return extension != nullptr &&
         X509_add_ext(&x509, extension.get(), /*loc=*/-1) == 1;
}

absl::Status AddUses(const CertificateTerms& terms, X509& issuer, X509& x509) {
  std::vector<absl::string_view> uses;
  if (terms.ca) uses = {"keyCertSign", "cRLSign"};
  if (!terms.ca || terms.server_only) {
    uses.insert(uses.end(),
                {"digitalSignature", "keyEncipherment", "keyAgreement"});
  }
  X509V3_CTX context;
  X509V3_set_ctx(&context, &issuer, &x509, /*req=*/nullptr, /*crl=*/nullptr,
                 /*flags=*/0);
  bool ok = AddExtension(NID_basic_constraints,
                         terms.ca ? "critical,CA:TRUE" : "critical,CA:FALSE",
                         context, x509) &&
            AddExtension(NID_key_usage,
                         absl::StrCat("critical,", absl::StrJoin(uses, ",")),
                         context, x509) &&
            AddExtension(NID_subject_key_identifier, "hash", context, x509);
  // Which of the issuer's keys it is: not all that others have made say so.
  if (&issuer != &x509 &&
      X509_get_ext_by_NID(&issuer, NID_subject_key_identifier, -1) >= 0) {
    ok = ok &&
         AddExtension(NID_authority_key_identifier, "keyid", context, x509);
  }
  if (terms.server_only) {
    ok = ok && AddExtension(NID_ext_key_usage, "serverAuth", context, x509);
  }
  return ok ? AddHosts(terms.hosts, x509) : Failed("add what it is for");
}

absl::StatusOr<Identity> ToIdentity(X509& x509, EVP_PKEY& key) {
  const BioPtr certificate(BIO_new(BIO_s_mem()));
  const BioPtr private_key(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_X509(certificate.get(), &x509) != 1 ||
      PEM_write_bio_PKCS8PrivateKey(private_key.get(), &key,
                                    /*cipher=*/nullptr, nullptr, 0, nullptr,
                                    nullptr) != 1) {
    return Failed("write a certificate");
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
    return Failed("make a key");
  }
  if (issuer == nullptr) issuer = x509.get();
  if (issuer_key == nullptr) issuer_key = key.get();
  absl::Status made = SetName(terms, *x509);
  if (made.ok()) made = SetTimes(terms, *x509);
  if (made.ok()) made = AddUses(terms, *issuer, *x509);
  if (!made.ok()) return made;
  // Null stands for the digest that suits the key.
  if (X509_set_issuer_name(x509.get(), X509_get_subject_name(issuer)) != 1 ||
      X509_sign(x509.get(), issuer_key, /*md=*/nullptr) == 0) {
    return Failed("sign a certificate");
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
