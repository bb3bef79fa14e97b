// SPDX-License-Identifier: Apache-2.0
//
// A client of a Core Lightning node, over mutual TLS.
//
//   build/release/bin/cln_client --cert_dir=$HOME/.lightning/bitcoin getinfo

#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client_files.h"
#include "cln_client.h"
#include "cln_command.h"
#include "node_schema.h"
#include "support/command_line.h"
#include "support/exit_status.h"
#include "support/files.h"

ABSL_FLAG(std::string, target, "localhost:9736",
          "the gateway, or the node's own gRPC plugin");
ABSL_FLAG(std::string, cert_dir, ".",
          "where ca.pem, client.pem and client-key.pem of the node are");
ABSL_FLAG(std::string, server_name, "cln",
          "a name in the server's certificate; if empty, that of --target");
ABSL_FLAG(std::string, proto, "",
          "a node.proto with more methods for `call`; if empty, those that "
          "are compiled in");
ABSL_FLAG(bool, json, false, "print JSON, as lightning-cli does");
ABSL_FLAG(support::Timeout, timeout, {absl::Seconds(30)},
          "how long a call may take");
ABSL_FLAG(support::Timeout, wait_timeout, {absl::InfiniteDuration()},
          "how long wait-any-invoice may take");

int main(int argc, char** argv) {
  std::vector<std::string> words;
  if (const auto status = support::ParseCommandLine(
          argc, argv,
          absl::StrCat("asks a Core Lightning node: ", ClnCommands(), "."),
          words)) {
    return *status;
  }

  // First what needs no file.
  if (const absl::Status status = CheckClnCommand(words); !status.ok()) {
    return support::ExitStatus(status);
  }
  const auto schema = NodeSchema::LoadOrBuiltIn(absl::GetFlag(FLAGS_proto));
  if (!schema.ok()) return support::ExitStatus(schema.status());
  auto files =
      ReadClientFiles(support::ExpandHome(absl::GetFlag(FLAGS_cert_dir)));
  if (!files.ok()) return support::ExitStatus(files.status());
  ClnClient client({.target = absl::GetFlag(FLAGS_target),
                    .server_name = absl::GetFlag(FLAGS_server_name),
                    .files = *std::move(files)});
  return support::ExitStatus(
      RunClnCommand(words,
                    {.json = absl::GetFlag(FLAGS_json),
                     .timeout = absl::GetFlag(FLAGS_timeout).value,
                     .wait_timeout = absl::GetFlag(FLAGS_wait_timeout).value},
                    **schema, client, std::cout));
}
