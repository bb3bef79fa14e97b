// SPDX-License-Identifier: Apache-2.0

#include "stream_limit.h"

#include <optional>

#include "absl/status/status.h"
#include "gmock/gmock.h"

namespace {

TEST(StreamLimit, GivesAsManySlotsAsThereAreAndTakesThemBack) {
  StreamLimit limit(2);
  const StreamLimit::Slot first(limit);
  EXPECT_EQ(first.status(), absl::OkStatus());
  std::optional<StreamLimit::Slot> second(limit);
  EXPECT_EQ(second->status(), absl::OkStatus());
  {
    const StreamLimit::Slot third(limit);
    const StreamLimit::Slot fourth(limit);
    EXPECT_FALSE(fourth.status().ok());
    EXPECT_EQ(third.status(),
              absl::ResourceExhaustedError(
                  "too many streams: wanted no more than 2 at once"));
  }
  second.reset();
  EXPECT_EQ(StreamLimit::Slot(limit).status(), absl::OkStatus());
}

}  // namespace
