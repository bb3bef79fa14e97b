// SPDX-License-Identifier: Apache-2.0
//
// A macaroon: the token by which lnd knows what a client may do. Whoever has
// admin.macaroon can spend all that the node owns. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_LND_MACAROON_H_
#define EXAMPLES_LIGHTNING_LND_MACAROON_H_

#include <string>

#include "absl/status/statusor.h"

// The macaroon in the file at `path`, as lnd wants it in a call's metadata: in
// hex. The messages of errors never have any of it.
//   NOT_FOUND and others  the file cannot be read
//   INVALID_ARGUMENT      it is no macaroon in binary form, version 2
//   FAILED_PRECONDITION   everybody on this machine can read or change it
//
// The group may read it: lnd gives admin.macaroon mode 0640, so that an
// operator can be let in. Others may not; but the files that lnd makes for less
// than that have mode 0644, in folders with mode 0700. So it is not the file
// that must be closed to others, but the way to it.
absl::StatusOr<std::string> ReadMacaroon(const std::string& path);

#endif  // EXAMPLES_LIGHTNING_LND_MACAROON_H_
