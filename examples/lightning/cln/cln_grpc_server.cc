// SPDX-License-Identifier: Apache-2.0

#include "cln_grpc_server.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace {

int Milliseconds(absl::Duration duration) {
  return static_cast<int>(absl::ToInt64Milliseconds(duration));
}

// Mutual TLS: each side shows a certificate. gRPC accepts TLS 1.2 and 1.3.
std::shared_ptr<grpc::ServerCredentials> MutualTls(
    const ClnGrpcServerOptions& options) {
  // There is no password and no user name here: whoever has a key whose
  // certificate this CA has signed may do all that the node can do.
  grpc::SslServerCredentialsOptions tls(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  tls.pem_root_certs = options.ca;
  tls.pem_key_cert_pairs.push_back(
      {options.identity.private_key, options.identity.certificate});
  return grpc::SslServerCredentials(tls);
}

// Clients come from everywhere, and some go without a word.
void NoticeSilence(absl::Duration silence, grpc::ServerBuilder& builder) {
  // A long poll has nothing to send for days. If its client is gone, it is
  // cancelled: the client is asked now and then, and has to answer. The wait
  // for the answer has two names, for older and newer versions of gRPC.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, Milliseconds(silence));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS,
                             Milliseconds(silence / 3));
  builder.AddChannelArgument("grpc.http2.ping_timeout_ms",
                             Milliseconds(silence / 3));
  // Clients with no call open are not asked. They may connect again.
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS,
                             Milliseconds(silence));
  // Clients may ask likewise, every ten seconds at most.
  builder.AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
}

// BuildAndStart would give no reason.
absl::Status CheckCertificates(const ClnGrpcServerOptions& options) {
  const auto ca = support::Certificate::Parse(options.ca);
  if (!ca.ok()) return ca.status();
  const auto own = support::Certificate::Parse(options.identity.certificate);
  if (!own.ok()) return own.status();
  if (!own->HasKey(options.identity.private_key)) {
    return absl::InvalidArgumentError(
        "the private key is not that of the server's certificate");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<ClnGrpcServer>> ClnGrpcServer::Start(
    const ClnGrpcServerOptions& options) {
  if (absl::Status status = CheckCertificates(options); !status.ok()) {
    return status;
  }
  auto schema = NodeSchema::LoadOrBuiltIn(options.proto);
  if (!schema.ok()) return schema.status();
  auto server =
      absl::WrapUnique(new ClnGrpcServer(*std::move(schema), options));
  if (absl::Status status = server->Listen(options); !status.ok()) {
    return status;
  }
  return server;
}

absl::Status ClnGrpcServer::Listen(const ClnGrpcServerOptions& options) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(options.listen, MutualTls(options), &port);
  // By default gRPC shares the port with other servers of this user.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  NoticeSilence(options.silence, builder);
  // A reply that its client does not read is no open call any more, and takes
  // memory all the same.
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS,
                             2 * options.most_calls);
  // The size of a message is looked at when it has been decompressed: a few
  // bytes could become gigabytes. (A request is 4 MiB at most, by default.)
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  builder.RegisterCallbackGenericService(&service_);
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) {
    return absl::UnavailableError(absl::StrCat(
        "cannot listen on ", options.listen,
        ": wanted an address of this machine and a port that is not in use"));
  }
  address_ = absl::StrCat(options.listen.substr(0, options.listen.rfind(':')),
                          ":", port);
  return absl::OkStatus();
}

ClnGrpcServer::~ClnGrpcServer() { Shutdown(absl::ZeroDuration()); }

void ClnGrpcServer::Shutdown(absl::Duration grace) {
  // The destructor comes here too if Start has failed.
  if (server_ == nullptr) return;
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}
