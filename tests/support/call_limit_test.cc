// SPDX-License-Identifier: Apache-2.0

#include "support/call_limit.h"

#include <atomic>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"

namespace {

using support::CallLimit;

TEST(CallLimit, GivesAsManySlotsAsThereAre) {
  CallLimit limit(2);
  const CallLimit::Slot first(limit);
  EXPECT_TRUE(first.taken());
  const CallLimit::Slot second(limit);
  EXPECT_TRUE(second.taken());
  const CallLimit::Slot third(limit);
  EXPECT_FALSE(third.taken());
  EXPECT_EQ(third.refusal(), "wanted no more than 2 open calls");
}

TEST(CallLimit, TakesASlotBackOnce) {
  CallLimit limit(1);
  {
    CallLimit::Slot slot(limit);
    slot.GiveBack();
    EXPECT_FALSE(slot.taken());
    slot.GiveBack();
  }
  const CallLimit::Slot next(limit);
  EXPECT_TRUE(next.taken());
  EXPECT_FALSE(CallLimit::Slot(limit).taken());
}

TEST(CallLimit, TakesASlotBackWhenItsCallIsGone) {
  CallLimit limit(1);
  std::optional<CallLimit::Slot> slot(limit);
  EXPECT_FALSE(CallLimit::Slot(limit).taken());
  slot.reset();
  EXPECT_TRUE(CallLimit::Slot(limit).taken());
}

TEST(CallLimit, KeepsASlotThatIsHandedOn) {
  CallLimit limit(1);
  std::optional<CallLimit::Slot> slot(limit);
  {
    const CallLimit::Slot other(*std::move(slot));
    slot.reset();
    EXPECT_TRUE(other.taken());
    EXPECT_FALSE(CallLimit::Slot(limit).taken());
  }
  EXPECT_TRUE(CallLimit::Slot(limit).taken());
}

TEST(CallLimit, TakesNothingFromACallThatWasRefused) {
  CallLimit limit(1);
  const CallLimit::Slot slot(limit);
  CallLimit::Slot(limit).GiveBack();
  EXPECT_FALSE(CallLimit::Slot(limit).taken());
}

TEST(CallLimit, IsKeptByManyThreads) {
  constexpr int kMost = 3;
  CallLimit limit(kMost);
  std::atomic<int> open = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int taken = 0; taken < 1000;) {
        CallLimit::Slot slot(limit);
        if (!slot.taken()) continue;
        EXPECT_LE(++open, kMost);
        --open;
        ++taken;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
