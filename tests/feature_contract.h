// SPDX-License-Identifier: Apache-2.0
//
// What every folder in examples/features does, whatever its concept. A test
// file instantiates it with a class that names the server and its story:
//
//   using Setup = FeatureSetup<DeadlineServer, TellDeadline>;
//   INSTANTIATE_TYPED_TEST_SUITE_P(Deadline, FeatureContract, Setup);

#ifndef TESTS_FEATURE_CONTRACT_H_
#define TESTS_FEATURE_CONTRACT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "support/feature.h"
#include "support/journal.h"
#include "support/story.h"
#include "tests/feature_harness.h"
#include "tests/harness.h"

template <typename ServerType,
          void (*kTell)(const std::string& target, support::Story& story)>
struct FeatureSetup {
  using Server = ServerType;
  static void Tell(const std::string& target, support::Story& story) {
    kTell(target, story);
  }
};

template <typename Setup>
class FeatureContract : public testing::Test {
 protected:
  support::Journal journal_;  // Outlives the servers that write to it.
};
TYPED_TEST_SUITE_P(FeatureContract);

TYPED_TEST_P(FeatureContract, ItsStoryComesOutAsWantedAndTheSameEachTime) {
  harness::ExpectTheSameTwice(
      support::WithServer<typename TypeParam::Server>(TypeParam::Tell));
}

TYPED_TEST_P(FeatureContract, ItsStoryFailsWhereNobodyServes) {
  const harness::Told told =
      harness::StoryAt(harness::DeadAddress(), TypeParam::Tell);
  EXPECT_THAT(told.outcome,
              harness::HasCode(absl::StatusCode::kFailedPrecondition))
      << told.text;
}

TYPED_TEST_P(FeatureContract, ItsServerPicksAFreePort) {
  const auto server = harness::MustStart(
      TypeParam::Server::Start("localhost:0", this->journal_));
  EXPECT_TRUE(absl::StartsWith(server->address(), "localhost:"));
  EXPECT_FALSE(absl::EndsWith(server->address(), ":0"));
}

TYPED_TEST_P(FeatureContract, ItsServerIsRefusedAPortInUse) {
  const auto first = harness::MustStart(
      TypeParam::Server::Start("127.0.0.1:0", this->journal_));
  const auto second =
      TypeParam::Server::Start(first->address(), this->journal_);
  ASSERT_THAT(second, harness::HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(std::string(second.status().message()),
              testing::HasSubstr(first->address()));
}

REGISTER_TYPED_TEST_SUITE_P(FeatureContract,
                            ItsStoryComesOutAsWantedAndTheSameEachTime,
                            ItsStoryFailsWhereNobodyServes,
                            ItsServerPicksAFreePort,
                            ItsServerIsRefusedAPortInUse);

#endif  // TESTS_FEATURE_CONTRACT_H_
