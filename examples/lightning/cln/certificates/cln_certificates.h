// SPDX-License-Identifier: Apache-2.0
//
// The six files of the gateway, made when it starts for the first time: three
// certificates, each with its private key. No gRPC here.
//
//   ca.pem      ca-key.pem      "cln Root CA", which signs the other two
//   server.pem  server-key.pem  "cln grpc Server", what the gateway shows
//   client.pem  client-key.pem  "cln grpc Client", for a client to take along
//
// Names, keys and hosts are those of Core Lightning's own plugin, and so is how
// long they are good for: until they are removed.

#ifndef EXAMPLES_LIGHTNING_CLN_CERTIFICATES_CLN_CERTIFICATES_H_
#define EXAMPLES_LIGHTNING_CLN_CERTIFICATES_CLN_CERTIFICATES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "support/certificate.h"

struct ClnCertificates {
  std::string ca;            // In PEM. A client's must be signed by it.
  support::Identity server;  // What the gateway shows.

  // What was made and why, and what is amiss but does not stop the gateway:
  // lines for the person who has started it.
  std::vector<std::string> notes;
};

// Reads the files in `folder`, and makes those that are missing. The server's
// certificate is for the hosts `cln`, `localhost` and `domains`, DNS names or
// IP addresses. Many processes may do so at once: all get the same.
//
// A certificate and its key that are both there stay as they are, with one
// exception: those that a CA of the gateway's has signed which is there no
// more. One without the other is made anew, too. A private key has mode 0600
// from birth.
//
// FAILED_PRECONDITION for what a person has to decide: a file that is no
// certificate, one that has expired, a key that is not its own or that others
// can read, a server's certificate that is not for all of `domains`.
// INVALID_ARGUMENT if one of those is no host. Otherwise what the system says
// about the folder or a file. For the client's pair, which the gateway does not
// need, there is a note instead.
absl::StatusOr<ClnCertificates> PrepareClnCertificates(
    const std::string& folder, const std::vector<std::string>& domains);

#endif  // EXAMPLES_LIGHTNING_CLN_CERTIFICATES_CLN_CERTIFICATES_H_
