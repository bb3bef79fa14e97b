// SPDX-License-Identifier: Apache-2.0
//
// The quick start's client, with the completion-queue API.
//
//   build/release/bin/greeter_async_client --name=you

#include <future>
#include <iostream>
#include <string>
#include <utility>

#include "absl/flags/flag.h"
#include "greeter_async_client.h"
#include "support/command_line.h"
#include "support/exit_status.h"

ABSL_FLAG(std::string, target, "localhost:50051", "the server to call");
ABSL_FLAG(support::Text, name, {"you"}, "whom to greet");
ABSL_FLAG(support::Timeout, timeout, {absl::Seconds(5)},
          "how long each call may take");

int main(int argc, char** argv) {
  if (const auto status = support::ParseCommandLine(
          argc, argv,
          "asks for two greetings, with the completion-queue API.")) {
    return *status;
  }

  // A channel connects when the first call needs it.
  GreeterAsyncClient client(
      grpc::CreateChannel(absl::GetFlag(FLAGS_target),
                          grpc::InsecureChannelCredentials()),
      absl::GetFlag(FLAGS_timeout).value);
  const std::string name = absl::GetFlag(FLAGS_name).value;

  // Both calls are under way at once. Their replies may come in either order.
  using Greeting = absl::StatusOr<std::string>;
  std::promise<Greeting> first;
  client.SayHello(name,
                  [&](Greeting reply) { first.set_value(std::move(reply)); });
  std::promise<Greeting> second;
  client.SayHelloAgain(
      name, [&](Greeting reply) { second.set_value(std::move(reply)); });

  // Waits for both before it may return: the callbacks refer to this frame.
  const Greeting greeting = first.get_future().get();
  const Greeting another = second.get_future().get();

  if (!greeting.ok()) return support::ExitStatus(greeting.status());
  std::cout << "Greeter client received: " << *greeting << std::endl;

  if (!another.ok()) return support::ExitStatus(another.status());
  std::cout << "Greeter client received: " << *another << std::endl;

  return support::ExitStatus(absl::OkStatus());
}
