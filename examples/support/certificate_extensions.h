// SPDX-License-Identifier: Apache-2.0
//
// What a certificate is good for, which X.509 says in extensions.

#ifndef EXAMPLES_SUPPORT_CERTIFICATE_EXTENSIONS_H_
#define EXAMPLES_SUPPORT_CERTIFICATE_EXTENSIONS_H_

#include "absl/status/status.h"
#include "openssl/types.h"
#include "support/certificate.h"

namespace support {

// Adds to `x509` whether it is a CA, its uses, keys and hosts. Its public key
// must be there. `issuer` may be itself. INVALID_ARGUMENT if a host is none.
absl::Status AddExtensions(const CertificateTerms& terms, X509& issuer,
                           X509& x509);

}  // namespace support

#endif  // EXAMPLES_SUPPORT_CERTIFICATE_EXTENSIONS_H_
