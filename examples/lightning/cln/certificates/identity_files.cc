// SPDX-License-Identifier: Apache-2.0

#include "identity_files.h"

#include <unistd.h>

#include <cerrno>
#include <string>

#include "absl/strings/str_cat.h"
#include "support/files.h"

IdentityFiles::IdentityFiles(const std::string& folder, const std::string& name)
    : certificate_(absl::StrCat(folder, "/", name, ".pem")),
      key_(absl::StrCat(folder, "/", name, "-key.pem")) {}

absl::StatusOr<support::Identity> IdentityFiles::Read() const {
  auto certificate = support::ReadFile(certificate_);
  auto key = support::ReadSecretFile(key_);
  const bool no_certificate = absl::IsNotFound(certificate.status());
  const bool no_key = absl::IsNotFound(key.status());
  // Asked first, since it makes all else that may be wrong good.
  if (no_certificate && no_key) return absl::NotFoundError("there were none");
  if (no_certificate || no_key) {
    return absl::NotFoundError(
        absl::StrCat(no_key ? key_ : certificate_, " was missing"));
  }
  if (!certificate.ok()) return certificate.status();
  if (!key.ok()) return key.status();
  return support::Identity{*std::move(certificate), *std::move(key)};
}

absl::Status IdentityFiles::Write(const support::Identity& identity) const {
  if (unlink(certificate_.c_str()) != 0 && errno != ENOENT) {
    return absl::ErrnoToStatus(errno, "cannot remove " + certificate_);
  }
  const absl::Status written =
      support::WriteFile(key_, identity.private_key, 0600);
  if (!written.ok()) return written;
  return support::WriteFile(certificate_, identity.certificate, 0644);
}
