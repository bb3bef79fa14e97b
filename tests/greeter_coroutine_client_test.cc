// SPDX-License-Identifier: Apache-2.0

#include "greeter_coroutine_client.h"

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "coroutine/task.h"
#include "greeter_coroutine_server.h"
#include "tests/greeter_client_contract.h"
#include "tests/harness.h"

namespace {

// Waits for the task, so that one contract fits all styles.
class Setup {
 public:
  Setup(const std::shared_ptr<grpc::Channel>& channel, absl::Duration timeout)
      : client_(channel, timeout) {}

  static std::unique_ptr<GreeterCoroutineServer> StartServer() {
    return harness::MustStart(GreeterCoroutineServer::Start("127.0.0.1:0"));
  }

  absl::StatusOr<std::string> SayHello(const std::string& name) {
    return coroutine::SyncWait(client_.SayHello(name));
  }

  absl::StatusOr<std::string> SayHelloAgain(const std::string& name) {
    return coroutine::SyncWait(client_.SayHelloAgain(name));
  }

 private:
  GreeterCoroutineClient client_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(GreeterCoroutine, GreeterClientContract, Setup);

// Makes the calls from `first` to `last`, all at once. Returns how many of the
// greetings are right.
// NOLINTNEXTLINE(misc-no-recursion): it halves.
coroutine::Task<int> Greet(GreeterCoroutineClient& client, int first,
                           int last) {
  if (first == last) {
    const auto greeting = co_await client.SayHello(absl::StrCat(first));
    co_return greeting.value_or("") == absl::StrCat("Hello, ", first, "!") ? 1
                                                                           : 0;
  }
  const int middle = (first + last) / 2;
  const auto [left, right] = co_await coroutine::Both(
      Greet(client, first, middle), Greet(client, middle + 1, last));
  co_return left + right;
}

TEST(GreeterCoroutineClient, HasTenThousandCallsUnderWayAtOnce) {
  const auto server = Setup::StartServer();
  GreeterCoroutineClient client(harness::ChannelTo(server->address()),
                                harness::kForever);
  EXPECT_EQ(coroutine::SyncWait(Greet(client, 1, 10'000)), 10'000);
}

}  // namespace
