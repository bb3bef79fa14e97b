// SPDX-License-Identifier: Apache-2.0
//
// X.509 certificates and their keys, made and looked into. OpenSSL does the
// work.

#ifndef EXAMPLES_SUPPORT_CERTIFICATE_H_
#define EXAMPLES_SUPPORT_CERTIFICATE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "openssl/types.h"

namespace support {

// A certificate and the private key that belongs to it, both in PEM.
struct Identity {
  std::string certificate;
  std::string private_key;
};

// What a new certificate is to say.
struct CertificateTerms {
  std::string common_name;

  // The hosts that it is good for: DNS names and IP addresses. They become
  // subject alternative names, the only ones that TLS clients still look at.
  std::vector<std::string> hosts;

  // May sign others.
  bool ca = false;

  // Is good for a TLS server, and for nobody else (extended key usage
  // serverAuth). Together with `ca`: a server that is its own CA, as lnd's is.
  bool server_only = false;

  absl::Time not_before;
  absl::Time not_after;
};

// A new ECDSA P-256 key and a certificate for it, which it signs itself.
// INVALID_ARGUMENT if a name in `terms` is empty or cannot be in a certificate.
absl::StatusOr<Identity> MakeSelfSigned(const CertificateTerms& terms);

// The same, signed by `issuer`. INVALID_ARGUMENT also if `issuer` is not a
// certificate with its key.
absl::StatusOr<Identity> MakeSigned(const CertificateTerms& terms,
                                    const Identity& issuer);

// A certificate, to be asked about. It can be copied, and does not change.
class Certificate {
 public:
  // The first certificate in `pem`. INVALID_ARGUMENT if there is none.
  static absl::StatusOr<Certificate> Parse(absl::string_view pem);

  // Whose it is and who has signed it, such as "CN=cln Root CA".
  std::string subject() const;
  std::string issuer() const;

  std::string common_name() const;  // Of the subject. Empty if there is none.
  std::vector<std::string> hosts() const;  // As in CertificateTerms.
  absl::Time not_before() const;
  absl::Time not_after() const;

  // True if a TLS client that asked for `host`, a name or an IP address, would
  // find it among the hosts. Wildcards count. A common name does not: gRPC in
  // C++ still looks at it if there are no hosts, and most others refuse it.
  bool IsFor(const std::string& host) const;

  // True if the private key of `issuer` has signed this.
  bool IsSignedBy(const Certificate& issuer) const;

  // True if `private_key`, in PEM, belongs to this.
  bool HasKey(absl::string_view private_key) const;

 private:
  explicit Certificate(std::shared_ptr<X509> x509) : x509_(std::move(x509)) {}

  std::shared_ptr<X509> x509_;
};

// The day of `time` in UTC, by which certificates count, such as 2026-01-31.
std::string Day(absl::Time time);

}  // namespace support

#endif  // EXAMPLES_SUPPORT_CERTIFICATE_H_
