// SPDX-License-Identifier: Apache-2.0
//
// What every server of the suite does, whatever its service. A test file
// instantiates it with a class that names the server:
//
//   struct GreeterSetup {
//     static constexpr char kService[] = "helloworld.Greeter";
//     static absl::StatusOr<std::unique_ptr<GreeterServer>> Start(
//         const std::string& listen);
//   };
//   INSTANTIATE_TYPED_TEST_SUITE_P(Greeter, ServerContract, GreeterSetup);

#ifndef TESTS_SERVER_CONTRACT_H_
#define TESTS_SERVER_CONTRACT_H_

#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "tests/harness.h"

template <typename Setup>
class ServerContract : public testing::Test {};
TYPED_TEST_SUITE_P(ServerContract);

TYPED_TEST_P(ServerContract, PicksAFreePort) {
  const auto server = harness::MustStart(TypeParam::Start("localhost:0"));
  EXPECT_TRUE(absl::StartsWith(server->address(), "localhost:"));
  EXPECT_FALSE(absl::EndsWith(server->address(), ":0"));
}

TYPED_TEST_P(ServerContract, SaysThatItIsHealthy) {
  const auto server = harness::MustStart(TypeParam::Start("127.0.0.1:0"));
  EXPECT_EQ(harness::HealthOf(server->address(), ""), 1);
  EXPECT_EQ(harness::HealthOf(server->address(), TypeParam::kService), 1);
  EXPECT_EQ(harness::HealthOf(server->address(), "no.such.Service"), -1);
}

TYPED_TEST_P(ServerContract, DescribesItselfByReflection) {
  const auto server = harness::MustStart(TypeParam::Start("127.0.0.1:0"));
  EXPECT_TRUE(harness::ReflectionLists(server->address(), TypeParam::kService));
}

TYPED_TEST_P(ServerContract, APortInUseIsRefused) {
  const auto first = harness::MustStart(TypeParam::Start("127.0.0.1:0"));
  const auto second = TypeParam::Start(first->address());
  ASSERT_THAT(second, harness::HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(std::string(second.status().message()),
              testing::HasSubstr(first->address()));
  EXPECT_EQ(harness::HealthOf(first->address(), ""), 1);
}

TYPED_TEST_P(ServerContract, AnAddressOfAnotherMachineIsRefused) {
  // 192.0.2.0/24 is for documentation: no machine has such an address.
  EXPECT_THAT(TypeParam::Start("192.0.2.1:0"),
              harness::HasCode(absl::StatusCode::kUnavailable));
}

TYPED_TEST_P(ServerContract, TellsThoseWhoWatchThatItWillStop) {
  const auto server = harness::MustStart(TypeParam::Start("127.0.0.1:0"));
  harness::HealthWatch watch(server->address());
  ASSERT_EQ(watch.Next(), 1);
  std::thread stopper([&] { server->Shutdown(harness::kForever); });
  EXPECT_EQ(watch.Next(), 2);
  watch.Cancel();  // It is an open call, too.
  stopper.join();
}

TYPED_TEST_P(ServerContract, RefusesCallsOnceItIsShutDown) {
  const auto server = harness::MustStart(TypeParam::Start("127.0.0.1:0"));
  server->Shutdown(absl::InfiniteDuration());
  EXPECT_EQ(harness::HealthOf(server->address(), ""), -1);
  server->Shutdown(absl::InfiniteDuration());  // Twice is as good as once.
}

REGISTER_TYPED_TEST_SUITE_P(ServerContract, PicksAFreePort, SaysThatItIsHealthy,
                            DescribesItselfByReflection, APortInUseIsRefused,
                            AnAddressOfAnotherMachineIsRefused,
                            TellsThoseWhoWatchThatItWillStop,
                            RefusesCallsOnceItIsShutDown);

#endif  // TESTS_SERVER_CONTRACT_H_
