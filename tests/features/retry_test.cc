// SPDX-License-Identifier: Apache-2.0

#include "retry.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/support/validate_service_config.h"
#include "hello.grpc.pb.h"
#include "retry_client.h"
#include "retry_fault.h"
#include "retry_policy.h"
#include "retry_server.h"
#include "support/story.h"
#include "tests/feature_contract.h"
#include "tests/feature_harness.h"
#include "tests/harness.h"
#include "tests/hasty_hello.h"

namespace {

using testing::ElementsAre;

using Setup = FeatureSetup<RetryServer, TellRetry>;

INSTANTIATE_TYPED_TEST_SUITE_P(Retry, FeatureContract, Setup);

constexpr int kAlways = 100;
constexpr char kFailed1[] = "attempt 1: UNAVAILABLE";
constexpr char kFailed2[] = "attempt 2: UNAVAILABLE";
constexpr char kFailed3[] = "attempt 3: UNAVAILABLE";
constexpr char kHello[] = "Hello, Ada!";

// The server says how an attempt has ended before the client hears of it.
class Retry : public harness::FeatureTest<RetryServer> {
 protected:
  // A client whose channel has this policy, with some of it put otherwise.
  RetryClient With(
      const std::string& policy,
      const std::vector<std::pair<std::string, std::string>>& otherwise = {}) {
    const std::string config = absl::StrReplaceAll(policy, otherwise);
    EXPECT_EQ(otherwise.empty(), config == policy);
    EXPECT_EQ(grpc::experimental::ValidateServiceConfigJSON(config), "");
    return RetryClient(ChannelWithPolicy(server_->address(), config));
  }

  RetryClient plain_{channel_};
  RetryClient client_ = With(kThreeAttempts);
};

TEST_F(Retry, ThereIsNoneWithoutAPolicy) {
  EXPECT_THAT(plain_.SayHello("Ada", {.attempts = 1}),
              harness::HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(SaidSoFar(), ElementsAre(kFailed1));
}

TEST_F(Retry, EndsWithTheFirstSuccess) {
  EXPECT_EQ(client_.SayHello("Ada", {.attempts = 1}).value_or(""), kHello);
  EXPECT_THAT(SaidSoFar(), ElementsAre(kFailed1, "attempt 2: greets \"Ada\""));
}

TEST_F(Retry, EndsWithTheLastAttemptsStatus) {
  EXPECT_EQ(client_.SayHello("Ada", {.attempts = kAlways}).status(),
            absl::UnavailableError("hello: attempt 3 was asked to fail"));
  EXPECT_THAT(SaidSoFar(), ElementsAre(kFailed1, kFailed2, kFailed3));
}

TEST_F(Retry, MakesFiveAttemptsAtMost) {
  RetryClient client =
      With(kThreeAttempts, {{"\"maxAttempts\": 3", "\"maxAttempts\": 9"}});
  EXPECT_EQ(client.SayHello("Ada", {.attempts = kAlways}).status(),
            absl::UnavailableError("hello: attempt 5 was asked to fail"));
}

TEST_F(Retry, IsOnlyForTheCodesOfThePolicy) {
  EXPECT_THAT(
      client_.SayHello(
          "Ada", {.attempts = 1, .code = grpc::StatusCode::RESOURCE_EXHAUSTED}),
      harness::HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(SaidSoFar(), ElementsAre("attempt 1: RESOURCE_EXHAUSTED"));
}

TEST_F(Retry, IsOnlyForTheMethodsOfThePolicy) {
  RetryClient client = With(
      kThreeAttempts, {{R"({"service": "hello.Hello"})",
                        R"({"service": "hello.Hello", "method": "biHello"})"}});
  EXPECT_THAT(client.SayHello("Ada", {.attempts = 1}),
              harness::HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(client.Chat({"Ada"}, {.attempts = 1}).greetings,
              ElementsAre(kHello));
}

TEST_F(Retry, DoesNotComeIfTheServerForbidsIt) {
  EXPECT_THAT(client_.SayHello("Ada", {.attempts = 1, .pushback = -1}),
              harness::HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(SaidSoFar(), ElementsAre(kFailed1));
}

TEST_F(Retry, ComesWhenTheServerSaysAndNotWhenThePolicyDoes) {
  RetryClient client =
      With(kThreeAttempts,
           {{R"("initialBackoff": "0.01s")", R"("initialBackoff": "3600s")"},
            {R"("maxBackoff": "1s")", R"("maxBackoff": "3600s")"}});
  EXPECT_EQ(client.SayHello("Ada", {.attempts = 2, .pushback = 1}).value_or(""),
            kHello);
}

TEST_F(Retry, EndsWithTheDeadlineOfTheCall) {
  EXPECT_THAT(client_.SayHello("Ada", {.attempts = 1, .pushback = 3600000},
                               absl::Milliseconds(200)),
              harness::HasCode(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(Retry, DoesNotComeIfTheRequestIsTooLargeToBeKept) {
  EXPECT_THAT(client_.SayHello(std::string(300 << 10, 'a'), {.attempts = 1}),
              harness::HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(SaidSoFar(), ElementsAre(kFailed1));
}

TEST_F(Retry, BeginsAStreamAgainThatHasHadNoReply) {
  const RetryClient::Heard heard = client_.Chat({"Ada"}, {.attempts = 2});
  EXPECT_THAT(heard.greetings, ElementsAre(kHello));
  EXPECT_EQ(heard.status, absl::OkStatus());
  EXPECT_THAT(SaidSoFar(),
              ElementsAre(kFailed1, kFailed2, "attempt 3: greets \"Ada\""));
}

TEST_F(Retry, DoesNotBeginAStreamAgainThatHasHadAReply) {
  const RetryClient::Heard heard =
      client_.Chat({"Ada", "Bo"}, {.attempts = 1, .request = 2});
  EXPECT_THAT(heard.greetings, ElementsAre(kHello));
  EXPECT_EQ(heard.status,
            absl::UnavailableError("biHello: attempt 1 was asked to fail"));
  EXPECT_THAT(SaidSoFar(), ElementsAre("attempt 1: greets \"Ada\"", kFailed1));
}

TEST_F(Retry, StopsWhenTheTokensAreHalfGoneAndComesBackWithSuccess) {
  RetryClient client = With(kThrottled);
  for (const int attempts : {2, 1, 1}) {
    EXPECT_FALSE(client.SayHello("Ada", {.attempts = kAlways}).ok());
    EXPECT_THAT(SaidSoFar(), testing::SizeIs(attempts));
  }
  for (int i = 0; i < 4; ++i) {
    EXPECT_TRUE(client.SayHello("Ada", {}).ok());
  }
  EXPECT_EQ(client.SayHello("Ada", {.attempts = 1}).value_or(""), kHello);
}

TEST_F(Retry, PolicyThatIsNotValidFailsEachCall) {
  const std::string config = absl::StrReplaceAll(
      kThreeAttempts, {{"\"maxAttempts\": 3", "\"maxAttempts\": 1"}});
  EXPECT_THAT(grpc::experimental::ValidateServiceConfigJSON(config),
              testing::HasSubstr("maxAttempts"));
  RetryClient client(ChannelWithPolicy(server_->address(), config));
  EXPECT_THAT(client.SayHello("Ada", {}),
              harness::HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(SaidSoFar(), testing::IsEmpty());
}

TEST_F(Retry, PolicyThatIsMisspeltIsNotNoticed) {
  RetryClient client = With(kThreeAttempts, {{"retryPolicy", "rertyPolicy"}});
  EXPECT_FALSE(client.SayHello("Ada", {.attempts = 1}).ok());
  EXPECT_THAT(SaidSoFar(), ElementsAre(kFailed1));
}

TEST_F(Retry, FaultsThatCannotBeReadAreRefused) {
  const std::vector<std::vector<std::string>> cases = {
      {"fault-attempts", "x", "fault-attempts \"x\": wanted 0 to 1000"},
      {"fault-attempts", "-1", "fault-attempts \"-1\": wanted 0 to 1000"},
      {"fault-code", "0", "fault-code \"0\": wanted 1 to 16"},
      {"fault-code", "17", "fault-code \"17\": wanted 1 to 16"},
      {"fault-request", "0", "fault-request \"0\": wanted 1 to 1000"},
      {"fault-pushback-ms", "99999999999",
       "fault-pushback-ms \"99999999999\": wanted -86400000 to 86400000"},
      {"grpc-previous-rpc-attempts", "1001",
       "grpc-previous-rpc-attempts \"1001\": wanted 0 to 1000"}};
  // A channel that retries takes away a count of attempts that is not its own.
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  hello::Hello::Stub stub(grpc::CreateCustomChannel(
      server_->address(), grpc::InsecureChannelCredentials(), arguments));
  for (const auto& wrong : cases) {
    harness::Context unary;
    unary.AddMetadata(wrong[0], wrong[1]);
    hello::HelloReply reply;
    const grpc::Status status = stub.hello(&unary, {}, &reply);
    EXPECT_THAT(status, harness::HasCode(absl::StatusCode::kInvalidArgument));
    EXPECT_EQ(status.error_message(), wrong[2]);

    harness::Context stream;
    stream.AddMetadata(wrong[0], wrong[1]);
    EXPECT_EQ(stub.biHello(&stream)->Finish().error_message(), wrong[2]);
  }
  EXPECT_THAT(SaidSoFar(), testing::IsEmpty());
}

TEST_F(Retry, AClientThatGoesWithoutItsGreetingIsLetGo) {
  // It takes 64 KiB ahead of a Read, and no more as it goes on.
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  hello::Hello::Stub stub(grpc::CreateCustomChannel(
      server_->address(), grpc::InsecureChannelCredentials(), arguments));
  harness::Context context;
  const auto stream = stub.biHello(&context);
  hello::HelloRequest request;
  request.set_name(std::string(1 << 20, 'a'));
  EXPECT_TRUE(stream->Write(request));
  EXPECT_THAT(Said(), testing::StartsWith("attempt 1: greets"));
  context.TryCancel();
  EXPECT_THAT(stream->Finish(), harness::HasCode(absl::StatusCode::kCancelled));
  server_->Shutdown(harness::kForever);  // Returns, as no call is open.
}

// A stream in which the server has greeted once.
class OpenStream {
 public:
  explicit OpenStream(hello::Hello::Stub& stub)
      : stream_(stub.biHello(&context_)) {
    hello::HelloReply reply;
    EXPECT_TRUE(stream_->Write({}));
    EXPECT_TRUE(stream_->Read(&reply));
  }
  grpc::Status End() {
    hello::HelloReply reply;
    EXPECT_FALSE(stream_->Read(&reply));
    return stream_->Finish();
  }

 private:
  harness::Context context_;
  const std::unique_ptr<
      grpc::ClientReaderWriter<hello::HelloRequest, hello::HelloReply>>
      stream_;
};

TEST_F(Retry, AnOpenStreamEndsWithTheServer) {
  hello::Hello::Stub stub(harness::ChannelTo(server_->address()));
  OpenStream stream(stub);
  server_.reset();
  EXPECT_FALSE(stream.End().ok());
}

TEST_F(Retry, OneStreamTooManyIsRefused) {
  hello::Hello::Stub stub(harness::ChannelTo(server_->address()));
  std::vector<std::unique_ptr<OpenStream>> streams;
  for (int i = 1; i < RetryService::kMostStreams; ++i) {
    streams.push_back(std::make_unique<OpenStream>(stub));
  }
  // However a stream ends, the next one finds its place free.
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(plain_.Chat({"Ada"}, {}).status, absl::OkStatus());
    EXPECT_THAT(plain_.Chat({"Ada"}, {.attempts = 1}).status,
                harness::HasCode(absl::StatusCode::kUnavailable));
    EXPECT_THAT(plain_.Chat({"Ada"}, {.code = 99}).status,
                harness::HasCode(absl::StatusCode::kInvalidArgument));
  }
  streams.push_back(std::make_unique<OpenStream>(stub));
  EXPECT_EQ(plain_.Chat({"Ada"}, {}).status,
            absl::ResourceExhaustedError(
                "biHello: wanted no more than 100 open calls"));
  EXPECT_EQ(plain_.SayHello("Ada", {}).value_or(""), kHello);
  server_.reset();
  for (const auto& stream : streams) EXPECT_FALSE(stream->End().ok());
}

// Ends biHello with a greeting that nobody has asked for.
class Eager final : public hello::Hello::CallbackService {
  grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply>* biHello(
      grpc::CallbackServerContext* /*context*/) override {
    class Chat final : public grpc::ServerBidiReactor<hello::HelloRequest,
                                                      hello::HelloReply> {
     public:
      Chat() { StartWriteAndFinish(&reply_, {}, grpc::Status::OK); }
      void OnDone() override { delete this; }

     private:
      hello::HelloReply reply_;
    };
    return new Chat;
  }
};

TEST(RetryClient, NoticesAChatThatEndsTooEarly) {
  harness::HastyHello hasty;
  const harness::FakeServer server(hasty);
  RetryClient client(harness::ChannelTo(server.address()));
  EXPECT_EQ(client.Chat({"Ada"}, {}).status,
            absl::AbortedError(
                "biHello: the server ended the call before the last name"));
}

TEST(RetryClient, TakesGreetingsThatNobodyAskedFor) {
  Eager eager;
  const harness::FakeServer server(eager);
  RetryClient client(harness::ChannelTo(server.address()));
  EXPECT_THAT(client.Chat({}, {}).greetings, ElementsAre(""));
}

TEST(RetryStory, NoticesAServerThatDoesOtherwise) {
  harness::HastyHello hasty;
  const harness::Told told = harness::StoryWith(hasty, TellRetry);
  EXPECT_EQ(told.outcome,
            absl::FailedPreconditionError(
                "step 1, client: OK \"\" (wanted UNAVAILABLE); and 15 more"));
}

}  // namespace
