// SPDX-License-Identifier: Apache-2.0
//
// The gateway in front of a Core Lightning node.
//
//   build/release/bin/cln_grpc_server --lightning_dir=$HOME/.lightning/bitcoin

#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "cln_certificates.h"
#include "cln_grpc_server.h"
#include "support/command_line.h"
#include "support/exit_status.h"
#include "support/files.h"
#include "support/termination.h"

ABSL_FLAG(std::string, lightning_dir, "~/.lightning/bitcoin",
          "the node's folder, with that of its network: where the certificates "
          "are, or are made");
ABSL_FLAG(std::string, rpc_file, "lightning-rpc",
          "the node's socket, a path from --lightning_dir");
ABSL_FLAG(std::string, grpc_host, "127.0.0.1", "the address to listen on");
ABSL_FLAG(support::Port, grpc_port, {9736}, "the port; 0 picks a free one");
ABSL_FLAG(std::string, proto, "",
          "a node.proto whose methods to serve; if empty, those that are "
          "compiled in");

namespace {

// All values of --domain: a flag itself has only its last one.
std::vector<std::string>& Domains() {
  static std::vector<std::string> domains;
  return domains;
}

}  // namespace

ABSL_FLAG(std::string, domain, "",
          "one more name for the server's certificate; may be given again")
    .OnUpdate([] {
      const std::string domain = absl::GetFlag(FLAGS_domain);
      if (!domain.empty()) Domains().push_back(domain);  // The default.
    });

int main(int argc, char** argv) {
  if (const auto status = support::ParseCommandLine(
          argc, argv, "lets gRPC clients call a Core Lightning node.")) {
    return *status;
  }
  support::Termination termination;  // Before the server starts its threads.

  const std::string host = absl::GetFlag(FLAGS_grpc_host);
  support::HostPort listen;
  std::string wanted;
  if (!support::AbslParseFlag(
          absl::StrCat(host, ":", absl::GetFlag(FLAGS_grpc_port).value),
          &listen, &wanted)) {
    return support::ExitStatus(absl::InvalidArgumentError(
        absl::StrCat("--grpc_host=", host,
                     ": wanted a name or an address, IPv6 in brackets")));
  }
  const std::string folder =
      support::ExpandHome(absl::GetFlag(FLAGS_lightning_dir));
  const auto certificates = PrepareClnCertificates(folder, Domains());
  if (!certificates.ok()) return support::ExitStatus(certificates.status());
  for (const std::string& note : certificates->notes) {
    std::cerr << note << "\n";
  }
  const std::filesystem::path rpc_file =
      support::ExpandHome(absl::GetFlag(FLAGS_rpc_file));
  const auto server =
      ClnGrpcServer::Start({.listen = listen.value,
                            .rpc_file = folder / rpc_file,
                            .ca = certificates->ca,
                            .identity = certificates->server,
                            .proto = absl::GetFlag(FLAGS_proto)});
  if (!server.ok()) return support::ExitStatus(server.status());
  std::cout << "Server started, listening on " << (*server)->address()
            << std::endl;

  termination.Wait();
  (*server)->Shutdown(absl::Seconds(1));
  return support::ExitStatus(absl::OkStatus());
}
