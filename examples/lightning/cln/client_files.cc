// SPDX-License-Identifier: Apache-2.0

#include "client_files.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "support/files.h"

namespace {

absl::Status Wanted(const absl::Status& status) {
  if (!absl::IsNotFound(status)) return status;
  return absl::NotFoundError(absl::StrCat(
      status.message(),
      ": wanted copies of the node's ca.pem, client.pem and client-key.pem in "
      "--cert_dir"));
}

absl::StatusOr<support::Certificate> ParseFile(const std::string& path,
                                               const std::string& pem) {
  auto certificate = support::Certificate::Parse(pem);
  if (certificate.ok()) return certificate;
  return absl::Status(certificate.status().code(),
                      absl::StrCat(path, ": ", certificate.status().message()));
}

}  // namespace

absl::StatusOr<ClientFiles> ReadClientFiles(const std::string& folder) {
  const std::string ca_path = folder + "/ca.pem";
  const auto ca = support::ReadFile(ca_path);
  if (!ca.ok()) return Wanted(ca.status());
  const std::string path = folder + "/client.pem";
  const auto pem = support::ReadFile(path);
  if (!pem.ok()) return Wanted(pem.status());
  const std::string key_path = folder + "/client-key.pem";
  const auto key = support::ReadSecretFile(key_path);
  if (!key.ok()) return Wanted(key.status());

  // gRPC would only say that it cannot connect.
  if (const auto parsed = ParseFile(ca_path, *ca); !parsed.ok()) {
    return parsed.status();
  }
  const auto certificate = ParseFile(path, *pem);
  if (!certificate.ok()) return certificate.status();
  if (!certificate->HasKey(*key)) {
    return absl::InvalidArgumentError(
        absl::StrCat(key_path, ": wanted the private key of ", path));
  }
  return ClientFiles{.ca = *ca,
                     .identity = {.certificate = *pem, .private_key = *key}};
}

std::string WhyRefused(const ClientFiles& files, absl::Time now) {
  const auto ca = support::Certificate::Parse(files.ca);
  const auto own = support::Certificate::Parse(files.identity.certificate);
  if (!ca.ok() || !own.ok()) return "";
  if (!own->IsSignedBy(*ca)) {
    return "client.pem is not signed by ca.pem: copy both from the same node";
  }
  if (now < own->not_before() || now > own->not_after()) {
    return absl::StrCat(
        "client.pem is good from ", support::Day(own->not_before()), " to ",
        support::Day(own->not_after()), ": copy a new one from the node");
  }
  return "";
}
