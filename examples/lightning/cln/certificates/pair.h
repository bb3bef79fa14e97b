// SPDX-License-Identifier: Apache-2.0
//
// A certificate and its private key, and what may be wrong with them. No gRPC
// here.

#ifndef EXAMPLES_LIGHTNING_CLN_CERTIFICATES_PAIR_H_
#define EXAMPLES_LIGHTNING_CLN_CERTIFICATES_PAIR_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "identity_files.h"
#include "support/certificate.h"

// What two files hold.
struct Pair {
  support::Identity identity;
  support::Certificate certificate;  // That of `identity`.
};

// All that follows is FAILED_PRECONDITION for what a person has to decide, and
// says so of the files that a pair is in.

// `identity`, which must have a certificate.
absl::StatusOr<Pair> ParsePair(const IdentityFiles& files,
                               const support::Identity& identity);

// The same for what is in `files`. Fails also as IdentityFiles::Read does.
absl::StatusOr<Pair> ReadPair(const IdentityFiles& files);

// Whether the key belongs to the certificate, and can be read by a program.
absl::Status CheckKey(const IdentityFiles& files, const Pair& pair);

// Whether the certificate is still good.
absl::Status CheckTime(const IdentityFiles& files, const Pair& pair);

// Whether the certificate is for all of `domains`.
absl::Status CheckDomains(const IdentityFiles& files, const Pair& pair,
                          const std::vector<std::string>& domains);

#endif  // EXAMPLES_LIGHTNING_CLN_CERTIFICATES_PAIR_H_
