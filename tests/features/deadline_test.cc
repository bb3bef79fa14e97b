// SPDX-License-Identifier: Apache-2.0

#include "deadline.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "deadline_client.h"
#include "deadline_server.h"
#include "gmock/gmock.h"
#include "helloworld.grpc.pb.h"
#include "support/story.h"
#include "tests/feature_contract.h"
#include "tests/feature_harness.h"
#include "tests/harness.h"
#include "tests/hasty_greeter.h"

namespace {

using Setup = FeatureSetup<DeadlineServer, TellDeadline>;

INSTANTIATE_TYPED_TEST_SUITE_P(Deadline, FeatureContract, Setup);

class Deadline : public harness::FeatureTest<DeadlineServer> {
 protected:
  // One that is at work, and would be for minutes.
  std::unique_ptr<harness::SilentCall> LongOrder() {
    helloworld::HelloRequest request;
    request.set_name(std::string(Workshop::kMostLetters, 'a'));
    auto order = std::make_unique<harness::SilentCall>(
        channel_, "/helloworld.Greeter/SayHello", request.SerializeAsString());
    EXPECT_EQ(Said(), "desk: about 1m left");
    EXPECT_EQ(Said(), "workshop: about 1m left");
    return order;
  }

  DeadlineClient client_{channel_};
};

TEST_F(Deadline, TheWorkshopSeesWhatIsLeftOfTheClientsTime) {
  EXPECT_EQ(client_.SayHello("Bo", absl::Minutes(5)).value_or(""),
            "Hello, Bo!");
  EXPECT_EQ(Said(), "desk: about 5m left");
  EXPECT_EQ(Said(), "workshop: about 5m left");
}

TEST_F(Deadline, AMinuteIsAllThatAForgetfulDeskGives) {
  EXPECT_EQ(client_.SayHelloAgain("Bo", absl::Minutes(5)).value_or(""),
            "Hello, Bo!");
  EXPECT_EQ(Said(), "desk: about 5m left");
  EXPECT_EQ(Said(), "workshop: about 1m left");
}

TEST_F(Deadline, CancellationTravelsOnAsTheDeadlineDoes) {
  const auto order = LongOrder();
  order->Cancel();
  EXPECT_THAT(order->Wait(), harness::HasCode(absl::StatusCode::kCancelled));
  EXPECT_THAT(
      (std::vector<std::string>{Said(), Said()}),
      testing::UnorderedElementsAre("workshop: stopped before the last letter",
                                    "desk: has no answer"));
}

TEST_F(Deadline, ANameThatCannotBeCarvedIsRefused) {
  for (const size_t letters : {size_t{0}, Workshop::kMostLetters + 1}) {
    EXPECT_EQ(
        client_.SayHello(std::string(letters, 'a'), harness::kForever).status(),
        absl::InvalidArgumentError(absl::StrCat(
            "SayHello: name of ", letters, " letters: wanted 1 to 10000")));
    EXPECT_EQ(Said(), "desk: about 1m left");
    EXPECT_EQ(Said(), "workshop: about 1m left");
    EXPECT_EQ(Said(), "desk: has no answer");
  }
}

TEST_F(Deadline, TheWorkshopIsStoppedWithTheServer) {
  const auto order = LongOrder();
  server_.reset();
  EXPECT_FALSE(order->Wait().ok());
}

TEST_F(Deadline, OneOrderTooManyIsRefused) {
  std::vector<std::unique_ptr<harness::SilentCall>> orders;
  for (int i = 0; i < Workshop::kMostCalls; ++i) orders.push_back(LongOrder());
  EXPECT_EQ(client_.SayHello("Bo", harness::kForever).status(),
            absl::ResourceExhaustedError(
                "SayHello: wanted no more than 100 open calls"));
  EXPECT_EQ(Said(), "desk: about 1m left");
  EXPECT_EQ(Said(), "workshop: about 1m left");
  EXPECT_EQ(Said(), "desk: has no answer");

  // One stops, and there is room: for one that succeeds, and then for another.
  orders.front()->Cancel();
  EXPECT_FALSE(orders.front()->Wait().ok());
  EXPECT_THAT(
      (std::vector<std::string>{Said(), Said()}),
      testing::UnorderedElementsAre("workshop: stopped before the last letter",
                                    "desk: has no answer"));
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(client_.SayHello("Bo", harness::kForever).value_or(""),
              "Hello, Bo!");
  }
  server_.reset();
  for (size_t i = 1; i < orders.size(); ++i) {
    EXPECT_FALSE(orders[i]->Wait().ok());
  }
}

TEST(DeadlineStory, NoticesAServerThatDoesOtherwise) {
  harness::HastyGreeter hasty;
  const harness::Told told = harness::StoryWith(hasty, TellDeadline);
  EXPECT_EQ(told.outcome,
            absl::FailedPreconditionError(
                "step 1, client: OK \"\" (wanted OK \"Hello, Ada!\"); and 3 "
                "more"));
}

}  // namespace
