// SPDX-License-Identifier: Apache-2.0
//
// Client streaming: the command line of hello_client_streaming.cc.

#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "grpcpp/grpcpp.h"
#include "hello_client_streaming.h"
#include "support/command_line.h"
#include "support/exit_status.h"
#include "support/line_reader.h"

ABSL_FLAG(std::string, target, "localhost:3001", "the server to call");
// The names may come from a person, who takes as long as it takes: no deadline.
ABSL_FLAG(support::Timeout, timeout, {absl::InfiniteDuration()},
          "how long the call may take, with the wait for names");

int main(int argc, char** argv) {
  if (const auto status = support::ParseCommandLine(
          argc, argv,
          "sends a request for each name and prints the one reply.")) {
    return *status;
  }

  hello::Hello::Stub stub(grpc::CreateChannel(
      absl::GetFlag(FLAGS_target), grpc::InsecureChannelCredentials()));
  support::LineReader names = support::StandardInput();
  return support::ExitStatus(HelloClientStreaming(
      stub, names, absl::GetFlag(FLAGS_timeout).value, std::cout));
}
