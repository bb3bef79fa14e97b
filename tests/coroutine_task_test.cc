// SPDX-License-Identifier: Apache-2.0

#include <memory>
#include <utility>

#include "coroutine/task.h"
#include "gmock/gmock.h"

namespace {

coroutine::Task<int> Number(int number) { co_return number; }

coroutine::Task<int> Sum(int first, int second) {
  co_return co_await Number(first) + co_await Number(second);
}

TEST(CoroutineTask, ReturnsWhatTheTasksThatItAwaitsReturn) {
  EXPECT_EQ(coroutine::SyncWait(Sum(1, 2)), 3);
}

coroutine::Task<void> Set(bool* begun) {
  *begun = true;
  co_return;
}

TEST(CoroutineTask, BeginsWhenItIsAwaited) {
  bool begun = false;
  coroutine::Task<void> task = Set(&begun);
  EXPECT_FALSE(begun);
  coroutine::SyncWait(std::move(task));
  EXPECT_TRUE(begun);
}

coroutine::Task<void> Keep(std::shared_ptr<int> /*kept*/) { co_return; }

TEST(CoroutineTask, ThatIsNeverAwaitedLeaksNothing) {
  const auto kept = std::make_shared<int>();
  {
    const coroutine::Task<void> task = Keep(kept);
    EXPECT_EQ(kept.use_count(), 2);
  }
  EXPECT_EQ(kept.use_count(), 1);
}

coroutine::Task<int> Count(int most) {
  int count = 0;
  while (count < most) count += co_await Number(1);
  co_return count;
}

TEST(CoroutineTask, LoopsOverTasksThatNeverWaitWithoutMoreStack) {
  EXPECT_EQ(coroutine::SyncWait(Count(1'000'000)), 1'000'000);
}

TEST(CoroutineTask, BothGivesTheResultsOfBoth) {
  const auto [number, sum] =
      coroutine::SyncWait(coroutine::Both(Number(1), Sum(2, 3)));
  EXPECT_EQ(number, 1);
  EXPECT_EQ(sum, 5);
}

}  // namespace
