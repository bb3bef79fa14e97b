// SPDX-License-Identifier: Apache-2.0

#include "pair.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "support/quote.h"

namespace {

// What a person has to decide.
absl::Status Unfit(const IdentityFiles& files, absl::string_view what) {
  return absl::FailedPreconditionError(
      absl::StrCat(what, ": mend that, or remove ", files.certificate(),
                   " and ", files.key(), " to have both made anew"));
}

}  // namespace

absl::StatusOr<Pair> ParsePair(const IdentityFiles& files,
                               const support::Identity& identity) {
  const auto certificate = support::Certificate::Parse(identity.certificate);
  if (certificate.ok()) return Pair{identity, *certificate};
  return Unfit(files,
               absl::StrCat(files.certificate(), " is no certificate in PEM"));
}

absl::StatusOr<Pair> ReadPair(const IdentityFiles& files) {
  const auto identity = files.Read();
  if (!identity.ok()) return identity.status();
  return ParsePair(files, *identity);
}

absl::Status CheckKey(const IdentityFiles& files, const Pair& pair) {
  if (pair.certificate.HasKey(pair.identity.private_key)) {
    return absl::OkStatus();
  }
  return Unfit(files, absl::StrCat(files.key(), " is not the private key of ",
                                   files.certificate(),
                                   ", in PEM and without a password"));
}

absl::Status CheckTime(const IdentityFiles& files, const Pair& pair) {
  const absl::Time end = pair.certificate.not_after();
  if (absl::Now() < end) return absl::OkStatus();
  return Unfit(files, absl::StrCat(files.certificate(), " has expired on ",
                                   support::Day(end)));
}

absl::Status CheckDomains(const IdentityFiles& files, const Pair& pair,
                          const std::vector<std::string>& domains) {
  const std::vector<std::string> hosts = pair.certificate.hosts();
  for (const std::string& domain : domains) {
    // To have *.example.org is not to be good for a host of that name.
    if (!pair.certificate.IsFor(domain) &&
        std::find(hosts.begin(), hosts.end(), domain) == hosts.end()) {
      return Unfit(files,
                   absl::StrCat(files.certificate(), " is not for the domain ",
                                support::Quote(domain)));
    }
  }
  return absl::OkStatus();
}
