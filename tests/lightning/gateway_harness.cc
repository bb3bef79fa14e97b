// SPDX-License-Identifier: Apache-2.0

#include "tests/lightning/gateway_harness.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "support/certificate.h"

namespace harness {
namespace {

support::CertificateTerms Terms(const std::string& name) {
  const absl::Time now = absl::Now();
  return {.common_name = name,
          .hosts = {"cln", "localhost"},
          .ca = false,
          .server_only = false,
          .not_before = now - absl::Hours(1),
          .not_after = now + absl::Hours(24)};
}

Pki MakePki() {
  support::CertificateTerms authority = Terms("cln Root CA");
  authority.ca = true;
  // Without them nothing can be tested: value() ends the program.
  const support::Identity ca = support::MakeSelfSigned(authority).value();
  return {.ca = ca,
          .server = support::MakeSigned(Terms("cln grpc Server"), ca).value(),
          .client = support::MakeSigned(Terms("cln grpc Client"), ca).value()};
}

}  // namespace

const Pki& TestPki() {
  static const Pki* const pki = new Pki(MakePki());
  return *pki;
}

ClnGrpcServerOptions GatewayOptions(const std::string& rpc_file) {
  ClnGrpcServerOptions options;
  options.listen = "localhost:0";
  options.rpc_file = rpc_file;
  options.ca = TestPki().ca.certificate;
  options.identity = TestPki().server;
  return options;
}

std::shared_ptr<grpc::Channel> GatewayChannel(const std::string& address) {
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = TestPki().ca.certificate;
  tls.pem_cert_chain = TestPki().client.certificate;
  tls.pem_private_key = TestPki().client.private_key;
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetSslTargetNameOverride("cln");
  return grpc::CreateCustomChannel(address, grpc::SslCredentials(tls),
                                   arguments);
}

}  // namespace harness
