// SPDX-License-Identifier: Apache-2.0
//
// A TLS client without gRPC: it offers what gRPC's would not.

#ifndef TESTS_LIGHTNING_TLS_HANDSHAKE_H_
#define TESTS_LIGHTNING_TLS_HANDSHAKE_H_

#include <string>

#include "openssl/tls1.h"
#include "support/certificate.h"

struct TlsOffer {
  int version = TLS1_3_VERSION;  // This one and no other.

  // What the client shows, if anything: a certificate, which may be followed by
  // those that lead to its CA.
  support::Identity identity;
};

// Connects to `address`, HOST:PORT. Returns the version of TLS, such as
// "TLSv1.3", once the server has said something over it; "refused" if it has
// closed the connection instead; otherwise what has failed on this side. Does
// not look at the server's certificate.
std::string TlsHandshake(const std::string& address, const TlsOffer& offer);

#endif  // TESTS_LIGHTNING_TLS_HANDSHAKE_H_
