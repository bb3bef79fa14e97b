// SPDX-License-Identifier: Apache-2.0
//
// A certificate and its private key in two files of a folder, NAME.pem and
// NAME-key.pem. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_CLN_CERTIFICATES_IDENTITY_FILES_H_
#define EXAMPLES_LIGHTNING_CLN_CERTIFICATES_IDENTITY_FILES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "support/certificate.h"

class IdentityFiles {
 public:
  IdentityFiles(const std::string& folder, const std::string& name);

  const std::string& certificate() const { return certificate_; }  // Paths.
  const std::string& key() const { return key_; }

  // What is in them; whether it fits together is for the caller to ask.
  //   NOT_FOUND            one is missing, or both
  //   FAILED_PRECONDITION  others than its owner can get at the key
  // and otherwise what the system says.
  absl::StatusOr<support::Identity> Read() const;

  // Makes or replaces both, the key with mode 0600 from its birth. If that ends
  // half-way, however it ends, one of the two is missing: there is never a
  // certificate beside the key of another.
  absl::Status Write(const support::Identity& identity) const;

 private:
  const std::string certificate_;
  const std::string key_;
};

#endif  // EXAMPLES_LIGHTNING_CLN_CERTIFICATES_IDENTITY_FILES_H_
