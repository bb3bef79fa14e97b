// SPDX-License-Identifier: Apache-2.0
//
// A server and a client of one machine.
//
//   build/release/bin/unix_socket

#include <unistd.h>

#include <string>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "support/feature.h"
#include "unix_socket.h"
#include "unix_socket_server.h"

// Each user has a folder of their own, even where /tmp is everybody's.
ABSL_FLAG(std::string, socket,
          absl::StrCat("/tmp/grpc_by_example_", getuid(), "/greeter.sock"),
          "with --serve and --call, the path of the socket");

int main(int argc, char** argv) {
  return support::RunFeatureAt(
      argc, argv,
      {.summary = "lets two programs of one machine talk without a network.",
       .tell = TellUnixSocket,
       .serve = support::ServeWith<UnixSocketServer>(),
       .call = CallUnixSocket},
      [] {
        const std::string address = "unix:" + absl::GetFlag(FLAGS_socket);
        return support::Addresses{.listen = address, .target = address};
      });
}
