// SPDX-License-Identifier: Apache-2.0
//
// The tutorial's menu: the command line of hello_client.cc.

#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "grpcpp/grpcpp.h"
#include "hello_client.h"
#include "support/command_line.h"
#include "support/exit_status.h"
#include "support/line_reader.h"

ABSL_FLAG(std::string, target, "localhost:3001", "the server to call");
ABSL_FLAG(support::Timeout, timeout, {absl::Seconds(5)},
          "how long hello may take");
ABSL_FLAG(support::Timeout, stream_timeout, {absl::Seconds(30)},
          "how long parrotHello may take");

int main(int argc, char** argv) {
  if (const auto status = support::ParseCommandLine(
          argc, argv, "asks which of the four calls to make, and makes it.")) {
    return *status;
  }

  hello::Hello::Stub stub(grpc::CreateChannel(
      absl::GetFlag(FLAGS_target), grpc::InsecureChannelCredentials()));
  support::LineReader input = support::StandardInput();
  return support::ExitStatus(
      HelloMenu(stub, input,
                {.unary = absl::GetFlag(FLAGS_timeout).value,
                 .stream = absl::GetFlag(FLAGS_stream_timeout).value},
                std::cout));
}
