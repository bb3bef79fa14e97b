// SPDX-License-Identifier: Apache-2.0

#include "support/certificate_extensions.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "openssl/x509v3.h"
#include "support/openssl.h"
#include "support/quote.h"

namespace support {
namespace {

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
      return absl::InvalidArgumentError(absl::StrCat(
          "host ", Quote(host), ": wanted a DNS name or an IP address"));
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
    return OpenSslFailure("add hosts");
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

}  // namespace

absl::Status AddExtensions(const CertificateTerms& terms, X509& issuer,
                           X509& x509) {
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
  return ok ? AddHosts(terms.hosts, x509)
            : OpenSslFailure("add what it is for");
}

}  // namespace support
