// SPDX-License-Identifier: Apache-2.0

#include "support/exit_status.h"

#include <iostream>
#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"

namespace {

TEST(CallStatus, NamesTheCallAndKeepsTheCode) {
  EXPECT_EQ(support::CallStatus("SayHello", 5, "no such name"),
            absl::NotFoundError("SayHello: no such name"));
  EXPECT_EQ(support::CallStatus("SayHello", 12, ""),
            absl::UnimplementedError("SayHello"));
}

TEST(ExitStatus, OkIsZeroAndSilent) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(support::ExitStatus(absl::OkStatus()), 0);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(ExitStatus, AFailureIsOneLineWithTheCodesName) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(support::ExitStatus(absl::UnavailableError("nobody is there")), 1);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "UNAVAILABLE: nobody is there\n");
}

TEST(ExitStatus, AMessageOfManyLinesIsStillOneLine) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(support::ExitStatus(absl::InternalError("a\nb\x1b[31mc ë")), 1);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "INTERNAL: a b [31mc ë\n");
}

TEST(ExitStatus, OutputThatWentNowhereIsAFailure) {
  testing::internal::CaptureStderr();
  std::cout.setstate(std::ios::badbit);
  EXPECT_EQ(support::ExitStatus(absl::OkStatus()), 1);
  std::cout.clear();
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "DATA_LOSS: cannot write to standard output\n");
}

}  // namespace
