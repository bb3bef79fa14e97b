// SPDX-License-Identifier: Apache-2.0
//
// Unary: the command line of hello_unary.cc.

#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "grpcpp/grpcpp.h"
#include "hello_unary.h"
#include "support/command_line.h"
#include "support/exit_status.h"

ABSL_FLAG(std::string, target, "localhost:3001", "the server to call");
ABSL_FLAG(support::Text, greeting, {"Hello"}, "how to greet");
ABSL_FLAG(support::Text, name, {"World"}, "whom to greet");
ABSL_FLAG(support::Timeout, timeout, {absl::Seconds(5)},
          "how long the call may take");

int main(int argc, char** argv) {
  if (const auto status = support::ParseCommandLine(
          argc, argv, "sends one request and prints the reply.")) {
    return *status;
  }

  hello::Hello::Stub stub(grpc::CreateChannel(
      absl::GetFlag(FLAGS_target), grpc::InsecureChannelCredentials()));
  hello::HelloRequest request;
  request.set_greeting(absl::GetFlag(FLAGS_greeting).value);
  request.set_name(absl::GetFlag(FLAGS_name).value);
  return support::ExitStatus(
      HelloUnary(stub, request, absl::GetFlag(FLAGS_timeout).value, std::cout));
}
