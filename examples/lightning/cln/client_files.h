// SPDX-License-Identifier: Apache-2.0
//
// What a client of the gateway has from the node's folder: by these files it
// knows the server, and the server knows it. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_CLN_CLIENT_FILES_H_
#define EXAMPLES_LIGHTNING_CLN_CLIENT_FILES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "support/certificate.h"

struct ClientFiles {
  std::string ca;              // Who signs servers, in PEM.
  support::Identity identity;  // What the client shows.
};

// Reads ca.pem, client.pem and client-key.pem. Fails if one is missing, others
// may read the key, or there is nothing of use in a file: the message says
// which file and what would be right.
absl::StatusOr<ClientFiles> ReadClientFiles(const std::string& folder);

// Why a server may refuse a client with these files at the time `now`, as far
// as they tell. Empty if they look good.
std::string WhyRefused(const ClientFiles& files, absl::Time now);

#endif  // EXAMPLES_LIGHTNING_CLN_CLIENT_FILES_H_
