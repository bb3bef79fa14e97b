// SPDX-License-Identifier: Apache-2.0

#include "time_left.h"

#include <chrono>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

std::string TimeLeft(const grpc::CallbackServerContext& context) {
  const std::chrono::system_clock::time_point deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) {
    return "no deadline";
  }
  constexpr absl::Duration kUnit = absl::Seconds(10);
  const absl::Duration left = absl::FromChrono(deadline) - absl::Now();
  if (left < kUnit) return "less than 10s left";
  return absl::StrCat(
      "about ", absl::FormatDuration(absl::Floor(left + kUnit / 2, kUnit)),
      " left");
}
