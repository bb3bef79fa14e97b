// SPDX-License-Identifier: Apache-2.0
//
// The certificate by which a client knows that it talks to its own node. lnd
// signs it itself: the copy that the client has is all that vouches for it. No
// gRPC here.

#ifndef EXAMPLES_LIGHTNING_LND_NODE_CERTIFICATE_H_
#define EXAMPLES_LIGHTNING_LND_NODE_CERTIFICATE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

// The certificates in the file at `path`, in PEM, if a client can use them at
// `now` to reach `host`, a name or an IP address. Otherwise says in one line
// what to do about it, which gRPC, when a connection fails, does not:
//   NOT_FOUND and others  the file cannot be read
//   INVALID_ARGUMENT      it is no certificate
//   FAILED_PRECONDITION   it has expired, is not valid yet, or is not for
//                         `host`
// A certificate that names no host is taken for a CA's, which is for all hosts
// that it has signed certificates for.
absl::StatusOr<std::string> ReadNodeCertificate(const std::string& path,
                                                const std::string& host,
                                                absl::Time now);

#endif  // EXAMPLES_LIGHTNING_LND_NODE_CERTIFICATE_H_
