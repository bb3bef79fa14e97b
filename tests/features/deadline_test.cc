// SPDX-License-Identifier: Apache-2.0

#include "deadline.h"

#include <future>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "deadline_client.h"
#include "deadline_server.h"
#include "gmock/gmock.h"
#include "helloworld.grpc.pb.h"
#include "support/journal.h"
#include "support/story.h"
#include "tests/feature_contract.h"
#include "tests/harness.h"

namespace {

struct Setup {
  using Server = DeadlineServer;
  static void Tell(const std::string& target, support::Story& story) {
    TellDeadline(target, story);
  }
};

INSTANTIATE_TYPED_TEST_SUITE_P(Deadline, FeatureContract, Setup);

class Deadline : public testing::Test {
 protected:
  std::string Said() { return journal_.Next().value_or("nothing"); }

  support::Journal journal_;  // Outlives the server, which writes to it.
  std::unique_ptr<DeadlineServer> server_ =
      harness::MustStart(DeadlineServer::Start("localhost:0", journal_));
  const std::shared_ptr<grpc::Channel> channel_ =
      harness::ChannelTo(server_->address());
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
  harness::Context context;
  helloworld::HelloRequest request;
  request.set_name(std::string(10000, 'a'));
  helloworld::HelloReply reply;
  std::promise<grpc::Status> done;
  helloworld::Greeter::Stub stub(channel_);
  stub.async()->SayHello(
      &context, &request, &reply,
      [&done](grpc::Status status) { done.set_value(std::move(status)); });
  EXPECT_EQ(Said(), "desk: about 1m left");
  EXPECT_EQ(Said(), "workshop: about 1m left");
  context.TryCancel();
  EXPECT_THAT(done.get_future().get(),
              harness::HasCode(absl::StatusCode::kCancelled));
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
  harness::Context context;
  helloworld::HelloRequest request;
  request.set_name(std::string(10000, 'a'));
  helloworld::HelloReply reply;
  std::promise<grpc::Status> done;
  helloworld::Greeter::Stub stub(channel_);
  stub.async()->SayHello(
      &context, &request, &reply,
      [&done](grpc::Status status) { done.set_value(std::move(status)); });
  EXPECT_EQ(Said(), "desk: about 1m left");
  EXPECT_EQ(Said(), "workshop: about 1m left");
  server_.reset();
  EXPECT_FALSE(done.get_future().get().ok());
}

TEST_F(Deadline, OneOrderTooManyIsRefused) {
  helloworld::HelloRequest request;
  request.set_name(std::string(Workshop::kMostLetters, 'a'));
  std::vector<std::unique_ptr<harness::SilentCall>> orders;
  const auto order = [&] {
    orders.push_back(std::make_unique<harness::SilentCall>(
        channel_, "/helloworld.Greeter/SayHello", request.SerializeAsString()));
    EXPECT_EQ(Said(), "desk: about 1m left");
    EXPECT_EQ(Said(), "workshop: about 1m left");
  };
  for (int i = 0; i < Workshop::kMostCalls; ++i) order();
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

// Answers at once, whatever the deadline.
class Hasty final : public helloworld::Greeter::CallbackService {
  grpc::ServerUnaryReactor* SayHello(
      grpc::CallbackServerContext* context,
      const helloworld::HelloRequest* /*request*/,
      helloworld::HelloReply* /*reply*/) override {
    auto* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

TEST(DeadlineStory, NoticesAServerThatDoesOtherwise) {
  Hasty hasty;
  const harness::FakeServer server(hasty);
  std::ostringstream out;
  support::Story story(out, /*journal=*/nullptr);
  TellDeadline(server.address(), story);
  EXPECT_EQ(story.Outcome(),
            absl::FailedPreconditionError(
                "step 1, client: OK \"\" (wanted OK \"Hello, Ada!\"); and 3 "
                "more"));
}

}  // namespace
