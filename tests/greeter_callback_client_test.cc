// SPDX-License-Identifier: Apache-2.0

#include "greeter_callback_client.h"

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "greeter_callback_server.h"
#include "tests/greeter_client_contract.h"
#include "tests/harness.h"

namespace {

// Waits for the callback, so that one contract fits both styles.
class Setup {
 public:
  Setup(const std::shared_ptr<grpc::Channel>& channel, absl::Duration timeout)
      : client_(channel, timeout) {}

  static std::unique_ptr<GreeterCallbackServer> StartServer() {
    return harness::MustStart(GreeterCallbackServer::Start("127.0.0.1:0"));
  }

  absl::StatusOr<std::string> SayHello(const std::string& name) {
    return Wait(&GreeterCallbackClient::SayHello, name);
  }

  absl::StatusOr<std::string> SayHelloAgain(const std::string& name) {
    return Wait(&GreeterCallbackClient::SayHelloAgain, name);
  }

 private:
  using Method = void (GreeterCallbackClient::*)(const std::string&,
                                                 GreeterCallbackClient::Done);

  absl::StatusOr<std::string> Wait(Method method, const std::string& name) {
    std::promise<absl::StatusOr<std::string>> promise;
    (client_.*method)(name, [&](absl::StatusOr<std::string> greeting) {
      promise.set_value(std::move(greeting));
    });
    return promise.get_future().get();
  }

  GreeterCallbackClient client_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(GreeterCallback, GreeterClientContract, Setup);

TEST(GreeterCallbackClient, HasTenThousandCallsUnderWayAtOnce) {
  const auto server = Setup::StartServer();
  GreeterCallbackClient client(harness::ChannelTo(server->address()),
                               harness::kForever);
  constexpr int kCalls = 10'000;
  std::atomic<int> right = 0;
  std::atomic<int> left = kCalls;
  std::promise<void> done;
  for (int i = 0; i < kCalls; ++i) {
    client.SayHello(
        absl::StrCat(i), [&, i](const absl::StatusOr<std::string>& reply) {
          const std::string wanted = absl::StrCat("Hello, ", i, "!");
          right += reply.value_or("") == wanted ? 1 : 0;
          if (--left == 0) done.set_value();
        });
  }
  done.get_future().wait();
  EXPECT_EQ(right, kCalls);
}

}  // namespace
