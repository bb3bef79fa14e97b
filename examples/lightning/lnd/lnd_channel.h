// SPDX-License-Identifier: Apache-2.0
//
// A channel to lnd: TLS, with the node's own certificate as the only one that
// is trusted, and a macaroon with each call.

#ifndef EXAMPLES_LIGHTNING_LND_LND_CHANNEL_H_
#define EXAMPLES_LIGHTNING_LND_LND_CHANNEL_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"

// Where a node is, and what opens it. A path may begin with ~.
struct LndAccess {
  std::string target = "localhost:10009";  // HOST:PORT
  std::string tls_cert = "~/.lnd/tls.cert";

  // Empty: none is sent. That is enough for the service State, and for a node
  // that was started with --no-macaroons.
  std::string macaroon;

  // If the node has not sent anything for so long, it is asked whether it is
  // still there. lnd takes offence at less than 5 s.
  absl::Duration silence = absl::Seconds(30);
};

// Opens no connection yet: the first call does. Reads and checks the two files,
// and fails as ReadNodeCertificate and ReadMacaroon do.
absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenLndChannel(
    const LndAccess& access);

#endif  // EXAMPLES_LIGHTNING_LND_LND_CHANNEL_H_
