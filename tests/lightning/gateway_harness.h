// SPDX-License-Identifier: Apache-2.0
//
// The gateway in a test: certificates for both sides, and a channel.

#ifndef TESTS_LIGHTNING_GATEWAY_HARNESS_H_
#define TESTS_LIGHTNING_GATEWAY_HARNESS_H_

#include <memory>
#include <string>

#include "cln_grpc_server.h"
#include "grpcpp/grpcpp.h"
#include "support/certificate.h"

namespace harness {

// A CA and what it has signed, for cln and localhost, good for a day.
struct Pki {
  support::Identity ca;
  support::Identity server;
  support::Identity client;
};

// Made once.
const Pki& TestPki();

// A gateway to the node at `rpc_file`, on a free port of localhost.
ClnGrpcServerOptions GatewayOptions(const std::string& rpc_file);

// A channel of its own to a gateway, as its client should be.
std::shared_ptr<grpc::Channel> GatewayChannel(const std::string& address);

}  // namespace harness

#endif  // TESTS_LIGHTNING_GATEWAY_HARNESS_H_
