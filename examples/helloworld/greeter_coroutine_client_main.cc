// SPDX-License-Identifier: Apache-2.0
//
// The quick start's client, with coroutines.
//
//   build/release/bin/greeter_coroutine_client --name=you

#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "coroutine/task.h"
#include "greeter_coroutine_client.h"
#include "support/command_line.h"
#include "support/exit_status.h"

ABSL_FLAG(std::string, target, "localhost:50051", "the server to call");
ABSL_FLAG(support::Text, name, {"you"}, "whom to greet");
ABSL_FLAG(support::Timeout, timeout, {absl::Seconds(5)},
          "how long each call may take");

int main(int argc, char** argv) {
  if (const auto status = support::ParseCommandLine(
          argc, argv, "asks for two greetings, with coroutines.")) {
    return *status;
  }

  // A channel connects when the first call needs it.
  GreeterCoroutineClient client(
      grpc::CreateChannel(absl::GetFlag(FLAGS_target),
                          grpc::InsecureChannelCredentials()),
      absl::GetFlag(FLAGS_timeout).value);
  const std::string name = absl::GetFlag(FLAGS_name).value;

  // Both calls are under way at once. Their replies may come in either order.
  const auto [greeting, another] = coroutine::SyncWait(
      coroutine::Both(client.SayHello(name), client.SayHelloAgain(name)));

  if (!greeting.ok()) return support::ExitStatus(greeting.status());
  std::cout << "Greeter client received: " << *greeting << std::endl;

  if (!another.ok()) return support::ExitStatus(another.status());
  std::cout << "Greeter client received: " << *another << std::endl;

  return support::ExitStatus(absl::OkStatus());
}
