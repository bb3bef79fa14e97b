// SPDX-License-Identifier: Apache-2.0

#include "lnd_channel.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "macaroon.h"
#include "node_certificate.h"
#include "support/files.h"

namespace {

// Adds the macaroon to the metadata of each call.
class MacaroonPlugin final : public grpc::MetadataCredentialsPlugin {
 public:
  explicit MacaroonPlugin(std::string hex) : hex_(std::move(hex)) {}

  grpc::Status GetMetadata(
      grpc::string_ref /*service_url*/, grpc::string_ref /*method_name*/,
      const grpc::AuthContext& /*channel_auth_context*/,
      std::multimap<grpc::string, grpc::string>* metadata) override {
    metadata->emplace("macaroon", hex_);
    return grpc::Status::OK;
  }

  // False: gRPC calls GetMetadata on the thread that makes the call, instead of
  // one of its own.
  bool IsBlocking() const override { return false; }

  // For gRPC's log: what the plugin is, and not what it knows.
  const char* GetType() const override { return "macaroon"; }
  grpc::string DebugString() override { return "macaroon"; }

 private:
  const std::string hex_;
};

// HOST of HOST:PORT. An IPv6 address stands in brackets there.
std::string HostOf(const std::string& target) {
  const absl::string_view host =
      absl::string_view(target).substr(0, target.rfind(':'));
  return std::string(absl::StripSuffix(absl::StripPrefix(host, "["), "]"));
}

grpc::ChannelArguments Arguments(const LndAccess& access) {
  grpc::ChannelArguments arguments;
  // lnd sends up to this much: a big wallet, a big graph. gRPC takes 4 MiB.
  arguments.SetMaxReceiveMessageSize(200 << 20);
  // A machine that has lost its network says nothing. Without pings a stream
  // that is waiting for the next invoice would wait for ever.
  const int silence =
      static_cast<int>(absl::ToInt64Milliseconds(access.silence));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, silence);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, silence / 3);
  // The same, since gRPC 1.62 or so: without it the wait is a minute.
  arguments.SetInt("grpc.http2.ping_timeout_ms", silence / 3);
  // gRPC 1.51 would stop after two pings if the client has nothing to send.
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  // A node that restarts is there again within a minute, and not looked for
  // only every two.
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 10'000);
  return arguments;
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenLndChannel(
    const LndAccess& access) {
  const absl::StatusOr<std::string> certificate = ReadNodeCertificate(
      support::ExpandHome(access.tls_cert), HostOf(access.target), absl::Now());
  if (!certificate.ok()) return certificate.status();

  // Roots that are given replace the system's: nobody but this node is trusted.
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = *certificate;
  std::shared_ptr<grpc::ChannelCredentials> credentials =
      grpc::SslCredentials(tls);

  if (!access.macaroon.empty()) {
    absl::StatusOr<std::string> macaroon =
        ReadMacaroon(support::ExpandHome(access.macaroon));
    if (!macaroon.ok()) return macaroon.status();
    // Call credentials are part of the channel's here. gRPC sends them over TLS
    // only, and after the server has proved who it is.
    credentials = grpc::CompositeChannelCredentials(
        credentials,
        grpc::MetadataCredentialsFromPlugin(
            std::make_unique<MacaroonPlugin>(*std::move(macaroon))));
  }
  return grpc::CreateCustomChannel(access.target, credentials,
                                   Arguments(access));
}
