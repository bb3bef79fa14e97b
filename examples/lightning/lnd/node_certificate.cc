// SPDX-License-Identifier: Apache-2.0

#include "node_certificate.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "support/certificate.h"
#include "support/files.h"
#include "support/quote.h"

namespace {

// What lnd does when it starts and its two files are not there, or too old.
constexpr char kMakeAnew[] =
    "lnd makes a new one when it starts without tls.cert and tls.key: copy "
    "that";

absl::Status CheckDates(const support::Certificate& certificate,
                        const std::string& path, absl::Time now) {
  if (certificate.not_after() < now) {
    return absl::FailedPreconditionError(absl::StrCat(
        path, " has expired on ", support::Day(certificate.not_after()),
        ": restart lnd", ", which then makes a new one, and copy that"));
  }
  if (certificate.not_before() > now) {
    return absl::FailedPreconditionError(absl::StrCat(
        path, " is not valid before ", support::Day(certificate.not_before()),
        ": set this machine's clock, by which it is ", support::Day(now)));
  }
  return absl::OkStatus();
}

absl::Status CheckHost(const support::Certificate& certificate,
                       const std::string& path, const std::string& host) {
  const std::vector<std::string> hosts = certificate.hosts();
  if (hosts.empty() || certificate.IsFor(host)) return absl::OkStatus();
  std::vector<std::string> quoted;
  quoted.reserve(hosts.size());
  for (const std::string& name : hosts) quoted.push_back(support::Quote(name));
  return absl::FailedPreconditionError(
      absl::StrCat(path, " is not for host ", support::Quote(host),
                   ", but for ", absl::StrJoin(quoted, ", "),
                   ": use one of these in --target, or start lnd with "
                   "--tlsextradomain=NAME or --tlsextraip=ADDRESS; ",
                   kMakeAnew));
}

}  // namespace

absl::StatusOr<std::string> ReadNodeCertificate(const std::string& path,
                                                const std::string& host,
                                                absl::Time now) {
  absl::StatusOr<std::string> pem = support::ReadFile(path);
  if (!pem.ok()) {
    return absl::Status(
        pem.status().code(),
        absl::StrCat(pem.status().message(),
                     ": wanted lnd's tls.cert, which is in the folder that lnd "
                     "was started with (--tls_cert=PATH)"));
  }
  const auto certificate = support::Certificate::Parse(*pem);
  if (!certificate.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(
        path, " is no certificate: ", certificate.status().message(),
        ", lnd's tls.cert and not its tls.key"));
  }
  absl::Status usable = CheckDates(*certificate, path, now);
  usable.Update(CheckHost(*certificate, path, host));
  if (!usable.ok()) return usable;
  return pem;
}
