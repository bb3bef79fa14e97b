// SPDX-License-Identifier: Apache-2.0

#include "support/held_port.h"

#include <sys/resource.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"
#include "tests/harness.h"

namespace {

// A server that has nothing to serve.
class Server {
 public:
  explicit Server(const std::string& address) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort(address, grpc::InsecureServerCredentials());
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.RegisterCallbackGenericService(&nothing_);
    server_ = builder.BuildAndStart();
  }

  bool started() const { return server_ != nullptr; }

 private:
  grpc::CallbackGenericService nothing_;  // Outlives the server.
  std::unique_ptr<grpc::Server> server_;
};

bool Connects(const std::string& address) {
  const auto channel = harness::ChannelTo(address);
  grpc_connectivity_state state = channel->GetState(/*try_to_connect=*/true);
  while (state != GRPC_CHANNEL_READY &&
         state != GRPC_CHANNEL_TRANSIENT_FAILURE) {
    EXPECT_TRUE(channel->WaitForStateChange(
        state, absl::ToChronoTime(absl::Now() + harness::kForever)));
    state = channel->GetState(/*try_to_connect=*/true);
  }
  return state == GRPC_CHANNEL_READY;
}

TEST(HeldPort, ServersComeAndGo) {
  const auto port = harness::MustStart(support::HeldPort::Pick());
  EXPECT_FALSE(Connects(port->address()));
  for (int i = 0; i < 2; ++i) {
    {
      const Server server(port->address());
      ASSERT_TRUE(server.started());
      EXPECT_TRUE(Connects(port->address()));
    }
    EXPECT_FALSE(Connects(port->address()));
  }
}

TEST(HeldPort, HasOneServerAtATime) {
  const auto port = harness::MustStart(support::HeldPort::Pick());
  const Server first(port->address());
  EXPECT_TRUE(first.started());
  EXPECT_FALSE(Server(port->address()).started());
}

TEST(HeldPort, IsNotTakenByAServerOfLocalhost) {
  const auto port = harness::MustStart(support::HeldPort::Pick());
  const std::string number =
      port->address().substr(port->address().rfind(':') + 1);
  const Server server("localhost:" + number);
  EXPECT_FALSE(Connects(port->address()));
}

TEST(HeldPort, EachIsAnother) {
  const auto one = harness::MustStart(support::HeldPort::Pick());
  const auto other = harness::MustStart(support::HeldPort::Pick());
  EXPECT_NE(one->address(), other->address());
}

TEST(HeldPort, FailsWithoutAFileDescriptor) {
  rlimit before = {};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit none = {.rlim_cur = 0, .rlim_max = before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  const auto port = support::HeldPort::Pick();
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_THAT(port, harness::HasCode(absl::StatusCode::kResourceExhausted));
}

}  // namespace
