// SPDX-License-Identifier: Apache-2.0

#include "testing.h"

#include <chrono>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "helloworld.grpc.pb.h"
#include "helloworld_mock.grpc.pb.h"
#include "reactor_test_peer.h"
#include "scripted_stub.h"
#include "support/journal.h"
#include "support/story.h"
#include "testing_client.h"
#include "testing_server.h"
#include "tests/feature_contract.h"
#include "tests/feature_harness.h"
#include "tests/harness.h"
#include "tests/hasty_greeter.h"

namespace {

using testing::_;
using testing::DoAll;
using testing::Return;
using testing::SetArgPointee;

using Setup = FeatureSetup<TestingServer, CallTesting>;

INSTANTIATE_TYPED_TEST_SUITE_P(Testing, FeatureContract, Setup);

TEST(Testing, ItsWholeStoryComesOutAsWanted) {
  harness::ExpectTheSameTwice(TellTesting);
}

TEST(Testing, ItsStoryNoticesAServiceThatDoesOtherwise) {
  harness::HastyGreeter kind("Hello, Ada!");
  const harness::Told told = harness::StoryWith(kind, CallTesting);
  EXPECT_EQ(told.outcome,
            absl::FailedPreconditionError(
                "step 1, client: OK \"Hello, Ada!\" (wanted INVALID_ARGUMENT: "
                "SayHello: name \"\": wanted a name)"));
}

// In process: all but the network is real.
class InProcess : public testing::Test {
 protected:
  support::Journal journal_;  // Outlives the server, which writes to it.
  std::unique_ptr<TestingServer> server_ =
      harness::MustStart(TestingServer::StartInProcess(journal_));
  helloworld::Greeter::Stub stub_{server_->InProcessChannel()};
};

TEST_F(InProcess, TheServerListensNowhere) {
  EXPECT_EQ(server_->address(), "");
  EXPECT_EQ(TestingClient(stub_).Greet("Ada", harness::kForever).value_or(""),
            "Hello, Ada!");
}

TEST_F(InProcess, AMethodThatIsNotThereIsUnimplemented) {
  harness::Context context;
  helloworld::HelloReply reply;
  EXPECT_THAT(stub_.SayHelloAgain(&context, {}, &reply),
              harness::HasCode(absl::StatusCode::kUnimplemented));
}

TEST_F(InProcess, TheServerEndsBeforeItsChannelIsGone) {
  ASSERT_TRUE(TestingClient(stub_).Greet("Ada", harness::kForever).ok());
  server_->Shutdown(absl::InfiniteDuration());
  server_.reset();
}

// The mock that protoc generates from the proto, with GoogleMock.
TEST(Mocked, AnUnavailableServerIsAskedOnceMore) {
  helloworld::MockGreeterStub stub;
  helloworld::HelloReply reply;
  reply.set_message("Hello, Ada!");
  EXPECT_CALL(stub, SayHello(_, _, _))
      .WillOnce(Return(grpc::Status(grpc::StatusCode::UNAVAILABLE, "")))
      .WillOnce(DoAll(SetArgPointee<2>(reply), Return(grpc::Status::OK)));
  EXPECT_EQ(TestingClient(stub).Greet("Ada", harness::kForever).value_or(""),
            "Hello, Ada!");
}

TEST(Mocked, BothAttemptsShareOneDeadline) {
  helloworld::MockGreeterStub stub;
  std::chrono::system_clock::time_point first;
  std::chrono::system_clock::time_point second;
  EXPECT_CALL(stub, SayHello(_, _, _))
      .WillOnce([&first](grpc::ClientContext* context, const auto&, auto*) {
        first = context->deadline();
        return grpc::Status(grpc::StatusCode::UNAVAILABLE, "");
      })
      .WillOnce([&second](grpc::ClientContext* context, const auto&, auto*) {
        second = context->deadline();
        return grpc::Status(grpc::StatusCode::UNAVAILABLE, "again");
      });
  EXPECT_EQ(TestingClient(stub).Greet("Ada", harness::kForever).status(),
            absl::UnavailableError("SayHello: again"));
  EXPECT_EQ(first, second);
}

TEST(Mocked, AnyOtherFailureIsFinal) {
  helloworld::MockGreeterStub stub;
  EXPECT_CALL(stub, SayHello(_, _, _))
      .WillOnce(Return(grpc::Status(grpc::StatusCode::ABORTED, "no")));
  EXPECT_EQ(TestingClient(stub).Greet("Ada", harness::kForever).status(),
            absl::AbortedError("SayHello: no"));
}

TEST(Scripted, ItSaysWhenItsScriptIsOver) {
  ScriptedStub stub({"Hello, Ada!"});
  TestingClient client(stub);
  EXPECT_EQ(client.Greet("Ada", harness::kForever).value_or(""), "Hello, Ada!");
  EXPECT_EQ(client.Greet("Ada", harness::kForever).status(),
            absl::InternalError("SayHello: no answer is left"));
  EXPECT_EQ(stub.calls(), 2);
}

TEST(Scripted, ItHasNoScriptForOtherMethods) {
  ScriptedStub stub({});
  harness::Context context;
  helloworld::HelloReply reply;
  EXPECT_THAT(stub.SayHelloAgain(&context, {}, &reply),
              harness::HasCode(absl::StatusCode::kUnimplemented));
}

TEST(TestPeer, SeesThatAMethodHasNotFinished) {
  grpc::CallbackServerContext context;
  const grpc::testing::DefaultReactorTestPeer peer(&context);
  EXPECT_FALSE(peer.test_status_set());
  context.DefaultReactor()->Finish(
      grpc::Status(grpc::StatusCode::ABORTED, "no"));
  ASSERT_TRUE(peer.test_status_set());
  EXPECT_THAT(peer.test_status(), harness::HasCode(absl::StatusCode::kAborted));
}

}  // namespace
