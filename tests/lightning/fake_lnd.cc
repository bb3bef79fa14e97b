// SPDX-License-Identifier: Apache-2.0

#include "tests/lightning/fake_lnd.h"

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "support/files.h"
#include "tests/lightning/fake_lnd_node.h"

std::string FakeLndKey() { return "\x02" + std::string(32, 'n'); }

std::string FakeLnd::MacaroonBytes(Macaroon macaroon) {
  // A version, as of lnd's, and then whatever.
  return absl::StrCat("\x02\x01\x03lnd", std::string(200, 'a' + macaroon));
}

FakeLnd::FakeLnd(const FakeLndOptions& options)
    : options_(options),
      node_(std::make_unique<FakeLndNode>(options)),
      lightning_(std::make_unique<FakeLndLightning>(*node_)),
      router_(std::make_unique<FakeLndRouter>(*node_)),
      state_(std::make_unique<FakeLndState>(*node_)) {
  // The certificate is its own CA, and a server's, as lnd makes it.
  absl::StatusOr<support::Identity> identity =
      support::MakeSelfSigned({.common_name = options.hosts.front(),
                               .hosts = options.hosts,
                               .ca = true,
                               .server_only = true,
                               .not_before = options.not_before,
                               .not_after = options.not_after});
  if (identity.ok()) identity_ = *std::move(identity);
}

FakeLnd::~FakeLnd() { Stop(); }

absl::Status FakeLnd::Start() {
  grpc::SslServerCredentialsOptions tls;
  tls.pem_key_cert_pairs.push_back(
      {identity_.private_key, identity_.certificate});
  const std::string listen = address_.empty() ? options_.listen : address_;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(listen, grpc::SslServerCredentials(tls), &port);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // As lnd has it: a client may ask every 5 s whether it is still there.
  builder.AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 5000);
  if (options_.lightning) {
    builder.RegisterService(lightning_.get());
    builder.RegisterService(router_.get());
  }
  builder.RegisterService(state_.get());
  node_->Start();
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) {
    return absl::UnavailableError("cannot listen on " + listen);
  }
  address_ = absl::StrCat(listen.substr(0, listen.rfind(':')), ":", port);
  return absl::OkStatus();
}

void FakeLnd::Stop() {
  if (server_ == nullptr) return;
  node_->Stop();
  server_->Shutdown();
  server_ = nullptr;
}

void FakeLnd::TakeCertificate(const std::string& folder) {
  const auto certificate = support::ReadFile(folder + "/tls.cert");
  const auto key = support::ReadFile(folder + "/tls.key");
  if (certificate.ok() && key.ok()) identity_ = {*certificate, *key};
}

absl::Status FakeLnd::WriteFiles(const std::string& folder) const {
  namespace fs = std::filesystem;
  const fs::path macaroons = fs::path(folder) / "data/chain/bitcoin/regtest";
  std::error_code error;
  fs::create_directories(macaroons, error);
  fs::permissions(folder, fs::perms::owner_all, error);
  const std::vector<std::tuple<fs::path, std::string, int>> files = {
      {fs::path(folder) / "tls.cert", identity_.certificate, 0644},
      {fs::path(folder) / "tls.key", identity_.private_key, 0600},
      {macaroons / "admin.macaroon", MacaroonBytes(kAdmin), 0640},
      {macaroons / "readonly.macaroon", MacaroonBytes(kReadonly), 0644},
      {macaroons / "invoice.macaroon", MacaroonBytes(kInvoice), 0644}};
  for (const auto& [path, content, mode] : files) {
    const absl::Status written = support::WriteFile(path, content, mode);
    if (!written.ok()) return written;
  }
  return absl::OkStatus();
}

void FakeLnd::set_state(lnrpc::WalletState state) { node_->state = state; }

void FakeLnd::set_macaroons_revoked(bool revoked) { node_->revoked = revoked; }

FakeInvoices& FakeLnd::invoices() { return node_->invoices; }

FakePayments& FakeLnd::payments() { return node_->payments; }

std::vector<std::string> FakeLnd::last_macaroons() const {
  return node_->last_macaroons();
}

void FakeLnd::WaitForSubscriptions(int count) {
  node_->WaitForSubscriptions(count);
}
