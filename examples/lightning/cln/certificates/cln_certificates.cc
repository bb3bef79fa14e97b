// SPDX-License-Identifier: Apache-2.0

#include "cln_certificates.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "identity_files.h"
#include "pair.h"
#include "support/descriptor.h"
#include "support/quote.h"

namespace {

using Notes = std::vector<std::string>;

constexpr char kCaName[] = "cln Root CA";

support::CertificateTerms Terms(const std::string& common_name) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  return {.common_name = common_name,
          .hosts = {"cln", "localhost"},
          // The plugin's. The clock of a node that starts for the first time
          // may be years behind, so that these are not from it.
          .not_before = absl::FromCivil(absl::CivilYear(1975), utc),
          .not_after = absl::FromCivil(absl::CivilYear(4096), utc)};
}

// Writes what was made, and notes that and why.
absl::StatusOr<Pair> Store(const IdentityFiles& files,
                           const absl::StatusOr<support::Identity>& made,
                           absl::string_view why, Notes& notes) {
  if (!made.ok()) return made.status();
  const absl::Status written = files.Write(*made);
  if (!written.ok()) return written;
  notes.push_back(absl::StrCat("made ", files.certificate(), " and ",
                               files.key(), ": ", why));
  return ParsePair(files, *made);
}

absl::StatusOr<Pair> PrepareCa(const IdentityFiles& files, Notes& notes) {
  const auto ca = ReadPair(files);
  if (absl::IsNotFound(ca.status())) {
    support::CertificateTerms terms = Terms(kCaName);
    terms.ca = true;
    return Store(files, support::MakeSelfSigned(terms), ca.status().message(),
                 notes);
  }
  if (!ca.ok()) return ca;
  const absl::Status in_time = CheckTime(files, *ca);
  if (!in_time.ok()) return in_time;
  // It may be kept under a password: it is needed only to make something anew.
  const absl::Status has_key = CheckKey(files, *ca);
  if (!has_key.ok()) notes.push_back(std::string(has_key.message()));
  return ca;
}

// True if a CA of the gateway's, or of the name of `ca`, has signed `leaf`, but
// `ca` has not: that one is lost. Somebody else's may be well and elsewhere.
bool HasLostItsCa(const support::Certificate& leaf,
                  const support::Certificate& ca) {
  return !leaf.IsSignedBy(ca) &&
         (leaf.issuer() == ca.subject() ||
          leaf.issuer() == absl::StrCat("CN=", kCaName));
}

// What signs leaves.
struct Ca {
  const IdentityFiles& files;
  const Pair& pair;
};

absl::StatusOr<Pair> MakeLeaf(const IdentityFiles& files,
                              const support::CertificateTerms& terms,
                              const Ca& ca, absl::string_view why,
                              Notes& notes) {
  const absl::Status can_sign = CheckKey(ca.files, ca.pair);
  if (!can_sign.ok()) return can_sign;
  return Store(files, support::MakeSigned(terms, ca.pair.identity), why, notes);
}

absl::StatusOr<Pair> PrepareLeaf(const IdentityFiles& files,
                                 const support::CertificateTerms& terms,
                                 const Ca& ca, Notes& notes) {
  const auto leaf = ReadPair(files);
  if (absl::IsNotFound(leaf.status())) {
    return MakeLeaf(files, terms, ca, leaf.status().message(), notes);
  }
  if (!leaf.ok()) return leaf;
  if (HasLostItsCa(leaf->certificate, ca.pair.certificate)) {
    return MakeLeaf(files, terms, ca,
                    absl::StrCat(ca.files.certificate(),
                                 " is not the CA that had signed it"),
                    notes);
  }
  if (!leaf->certificate.IsSignedBy(ca.pair.certificate)) {
    notes.push_back(absl::StrCat(files.certificate(), " is not signed by ",
                                 ca.files.certificate(), " but by ",
                                 support::Quote(leaf->certificate.issuer())));
  }
  absl::Status good = CheckTime(files, *leaf);
  if (good.ok()) good = CheckKey(files, *leaf);
  if (!good.ok()) return good;
  return leaf;
}

}  // namespace

absl::StatusOr<ClnCertificates> PrepareClnCertificates(
    const std::string& folder, const std::vector<std::string>& domains) {
  // Another that starts at the same time waits here, and then finds all made.
  const support::Descriptor lock(
      open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (*lock < 0 || flock(*lock, LOCK_EX) != 0) {
    return absl::ErrnoToStatus(errno, "cannot open the folder " + folder);
  }
  Notes notes;
  const IdentityFiles ca_files(folder, "ca");
  const auto ca = PrepareCa(ca_files, notes);
  if (!ca.ok()) return ca.status();

  const IdentityFiles server_files(folder, "server");
  support::CertificateTerms terms = Terms("cln grpc Server");
  terms.hosts.insert(terms.hosts.end(), domains.begin(), domains.end());
  const auto server = PrepareLeaf(server_files, terms, {ca_files, *ca}, notes);
  if (!server.ok()) return server.status();
  const absl::Status has_domains = CheckDomains(server_files, *server, domains);
  if (!has_domains.ok()) return has_domains;

  const auto client =
      PrepareLeaf(IdentityFiles(folder, "client"), Terms("cln grpc Client"),
                  {ca_files, *ca}, notes);
  if (!client.ok()) notes.push_back(std::string(client.status().message()));
  return ClnCertificates{ca->identity.certificate, server->identity, notes};
}
