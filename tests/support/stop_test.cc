// SPDX-License-Identifier: Apache-2.0

#include "support/stop.h"

#include <unistd.h>

#include <array>
#include <future>

#include "absl/time/time.h"
#include "gmock/gmock.h"

namespace {

TEST(Stop, IsOffUntilItIsSet) {
  support::Stop stop;
  EXPECT_FALSE(stop.IsSet());
  EXPECT_FALSE(stop.WaitFor(absl::Microseconds(1)));
  stop.Set();
  stop.Set();
  EXPECT_TRUE(stop.IsSet());
  EXPECT_TRUE(stop.WaitFor(absl::InfiniteDuration()));
}

TEST(Stop, EndsAWaitOnAnotherThread) {
  support::Stop stop;
  auto waits = std::async(std::launch::async, [&stop] {
    return stop.WaitFor(absl::InfiniteDuration());
  });
  stop.Set();
  EXPECT_TRUE(waits.get());
}

TEST(Stop, InputEndsTheWaitForItAsWell) {
  support::Stop stop;
  std::array<int, 2> ends;
  ASSERT_EQ(pipe(ends.data()), 0);
  auto waits = std::async(std::launch::async,
                          [&] { return stop.WaitForInput(ends[0]); });
  ASSERT_EQ(write(ends[1], "x", 1), 1);
  EXPECT_FALSE(waits.get());
  stop.Set();
  EXPECT_TRUE(stop.WaitForInput(ends[0]));
  close(ends[0]);
  close(ends[1]);
}

TEST(Stop, TheEndOfTheInputEndsTheWaitForIt) {
  support::Stop stop;
  std::array<int, 2> ends;
  ASSERT_EQ(pipe(ends.data()), 0);
  close(ends[1]);
  EXPECT_FALSE(stop.WaitForInput(ends[0]));
  close(ends[0]);
}

}  // namespace
