// SPDX-License-Identifier: Apache-2.0

#include "support/certificate.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <array>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "openssl/asn1.h"
#include "openssl/x509.h"
#include "openssl/x509v3.h"
#include "support/openssl.h"

namespace support {
namespace {

// On one line, as RFC 4514 has it, and with letters of every alphabet.
std::string ToText(const X509_NAME* name) {
  const OpenSslErrors errors;
  const BioPtr writer(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(writer.get(), name, /*indent=*/0,
                     XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  return Written(*writer);
}

absl::Time ToTime(const ASN1_TIME* time) {
  std::tm utc = {};
  if (ASN1_TIME_to_tm(time, &utc) != 1) return absl::InfinitePast();
  return absl::FromTM(utc, absl::UTCTimeZone());
}

// The host in a subject alternative name, or nothing if it is something else,
// such as a mail address.
std::string ToHost(const GENERAL_NAME& name) {
  int type = 0;
  const void* const value = GENERAL_NAME_get0_value(&name, &type);
  if (type != GEN_DNS && type != GEN_IPADD) return {};
  const auto* const text = static_cast<const ASN1_STRING*>(value);
  const unsigned char* const data = ASN1_STRING_get0_data(text);
  const int size = ASN1_STRING_length(text);
  if (type == GEN_DNS) return {data, data + size};
  if (size != 4 && size != 16) return {};
  std::array<char, INET6_ADDRSTRLEN> address = {};
  inet_ntop(size == 4 ? AF_INET : AF_INET6, data, address.data(),
            address.size());
  return address.data();
}

}  // namespace

absl::StatusOr<Certificate> Certificate::Parse(absl::string_view pem) {
  const OpenSslErrors errors;
  std::shared_ptr<X509> x509 = ParseX509(pem);
  if (x509 == nullptr) {
    return absl::InvalidArgumentError("wanted a certificate in PEM");
  }
  return Certificate(std::move(x509));
}

std::string Certificate::subject() const {
  return ToText(X509_get_subject_name(x509_.get()));
}

std::string Certificate::issuer() const {
  return ToText(X509_get_issuer_name(x509_.get()));
}

std::string Certificate::common_name() const {
  const X509_NAME* const subject = X509_get_subject_name(x509_.get());
  const int index = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (index < 0) return "";
  const OpenSslErrors errors;
  unsigned char* text = nullptr;
  const int size = ASN1_STRING_to_UTF8(
      &text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, index)));
  std::string name;
  if (size > 0) name.assign(text, text + size);
  OPENSSL_free(text);
  return name;
}

std::vector<std::string> Certificate::hosts() const {
  const OpenSslErrors errors;
  const GeneralNamesPtr names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(x509_.get(), NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> hosts;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    std::string host = ToHost(*sk_GENERAL_NAME_value(names.get(), i));
    if (!host.empty()) hosts.push_back(std::move(host));
  }
  return hosts;
}

absl::Time Certificate::not_before() const {
  return ToTime(X509_get0_notBefore(x509_.get()));
}

absl::Time Certificate::not_after() const {
  return ToTime(X509_get0_notAfter(x509_.get()));
}

bool Certificate::IsFor(const std::string& host) const {
  const OpenSslErrors errors;
  // What begins with a dot would stand for all names that end so, and OpenSSL
  // takes a zero for the end of an address.
  if (host.empty() || host[0] == '.' || host.find('\0') != host.npos) {
    return false;
  }
  return X509_check_ip_asc(x509_.get(), host.c_str(), 0) == 1 ||
         X509_check_host(x509_.get(), host.data(), host.size(),
                         X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS |
                             X509_CHECK_FLAG_NEVER_CHECK_SUBJECT,
                         /*peername=*/nullptr) == 1;
}

bool Certificate::IsSignedBy(const Certificate& issuer) const {
  const OpenSslErrors errors;
  return X509_verify(x509_.get(), X509_get0_pubkey(issuer.x509_.get())) == 1;
}

bool Certificate::HasKey(absl::string_view private_key) const {
  const OpenSslErrors errors;
  const KeyPtr key = ParsePrivateKey(private_key);
  return key != nullptr && X509_check_private_key(x509_.get(), key.get()) == 1;
}

std::string Day(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d", time, absl::UTCTimeZone());
}

}  // namespace support
