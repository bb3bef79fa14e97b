// SPDX-License-Identifier: Apache-2.0

#include "reflection.h"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "hello.grpc.pb.h"
#include "reflection_client.h"
#include "reflection_server.h"
#include "tests/feature_contract.h"
#include "tests/feature_harness.h"
#include "tests/harness.h"

namespace {

using Setup = FeatureSetup<ReflectionServer, TellReflection>;

INSTANTIATE_TYPED_TEST_SUITE_P(Reflection, FeatureContract, Setup);

class Reflection : public harness::FeatureTest<ReflectionServer> {
 protected:
  ReflectionClient client_{channel_, harness::kForever};
};

TEST_F(Reflection, ShowsAMethodWithMessagesInMessages) {
  EXPECT_EQ(
      client_.Describe("hello.Hello/clientHello").value_or(""),
      R"(rpc clientHello(stream hello.HelloRequest) returns (hello.DelayedReply);
message hello.HelloRequest {
  string name = 1;
  string greeting = 2;
}
message hello.DelayedReply {
  string message = 1;
  repeated hello.HelloRequest request = 2;
}
)");
}

TEST_F(Reflection, CallsWithAllFieldsLeftOut) {
  EXPECT_THAT(client_.Call("hello.Hello/hello", "{}").value(),
              testing::ElementsAre(R"({"message":" "})"));
  EXPECT_EQ(Said(), "hello:  ");
}

TEST_F(Reflection, SendsNothingIfTheJsonIsWrong) {
  // What protobuf says of each, whatever its version.
  const std::map<std::string, std::string> wrong = {
      {R"({"nmae": "World"})", "nmae"},    {R"({"greeting": {}})", "greeting"},
      {R"({"greeting": 5})", "greeting"},  {"[]", "for a hello.HelloRequest: "},
      {"{", "for a hello.HelloRequest: "}, {"", "for a hello.HelloRequest: "}};
  for (const auto& [json, words] : wrong) {
    const absl::Status status =
        client_.Call("hello.Hello/hello", json).status();
    EXPECT_THAT(status, harness::HasCode(absl::StatusCode::kInvalidArgument));
    const std::string message(status.message());
    EXPECT_THAT(message, testing::HasSubstr(words));
    EXPECT_THAT(message, testing::Not(testing::HasSubstr("  ")));
    EXPECT_THAT(message, testing::Not(testing::HasSubstr("\n")));
  }
  server_.reset();
  EXPECT_EQ(journal_.Next(absl::ZeroDuration()), std::nullopt);
}

TEST_F(Reflection, WantsAServiceAndAMethod) {
  EXPECT_EQ(client_.Describe("hello.Hello").status(),
            absl::InvalidArgumentError("method \"hello.Hello\": wanted "
                                       "package.Service/Method"));
  for (const std::string method : {"/hello", "hello.HelloRequest/name"}) {
    EXPECT_THAT(client_.Call(method, "{}"),
                harness::HasCode(absl::StatusCode::kNotFound));
  }
  EXPECT_THAT(client_.Call("hello.Hello/hello/", "{}"),
              harness::HasCode(absl::StatusCode::kNotFound));
}

TEST_F(Reflection, PassesOnTheStatusOfTheCall) {
  EXPECT_THAT(client_.Call("helloworld.Greeter/SayHello", "{}"),
              harness::HasCode(absl::StatusCode::kUnimplemented));
}

TEST_F(Reflection, TakesNoStreamOfRequests) {
  EXPECT_EQ(client_.Call("hello.Hello/clientHello", "{}").status(),
            absl::UnimplementedError(
                "method \"hello.Hello/clientHello\" takes a stream of "
                "requests: wanted one of one request"));
}

TEST_F(Reflection, LimitsTheThreadsThatItsStreamsKeep) {
  constexpr char kReflection[] =
      "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
  std::vector<std::unique_ptr<harness::SilentCall>> streams;
  absl::Status status;
  while (status.ok() && streams.size() < 100) {
    streams.push_back(
        std::make_unique<harness::SilentCall>(channel_, kReflection));
    status = client_.Services().status();
  }
  EXPECT_THAT(status, harness::HasCode(absl::StatusCode::kResourceExhausted));

  // The services' own methods need no such threads.
  hello::Hello::Stub stub(channel_);
  harness::Context context;
  hello::HelloReply reply;
  EXPECT_TRUE(stub.hello(&context, hello::HelloRequest(), &reply).ok());

  // And the server does not wait for the streams to end.
  server_.reset();
  for (const auto& stream : streams) EXPECT_FALSE(stream->Wait().ok());
}

TEST_F(Reflection, AStreamEndsWithItsClient) {
  hello::HelloRequest request;
  request.set_name(std::string(3 << 20, 'a'));
  // It reads nothing, until it is cancelled.
  harness::SilentCall reader(channel_, "/hello.Hello/parrotHello",
                             request.SerializeAsString());
  EXPECT_TRUE(absl::StartsWith(Said(), "parrotHello:  aaa"));
  reader.Cancel();
  EXPECT_THAT(reader.Wait(), harness::HasCode(absl::StatusCode::kCancelled));
  // Comes back only if no call is left open.
  server_->Shutdown(absl::InfiniteDuration());
}

TEST_F(Reflection, OneStreamTooManyIsRefused) {
  // Each window is smaller than a reply, and nobody reads.
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 1024);
  hello::Hello::Stub stub(grpc::CreateCustomChannel(
      server_->address(), grpc::InsecureChannelCredentials(), arguments));
  hello::HelloRequest request;
  request.set_name(std::string(10'000, 'a'));
  std::deque<harness::Context> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<hello::HelloReply>>> streams;
  for (int i = 0; i < HelloToAnyone::kMostStreams; ++i) {
    streams.push_back(stub.parrotHello(&contexts.emplace_back(), request));
    Said();
  }
  harness::Context context;
  const grpc::Status status = stub.parrotHello(&context, request)->Finish();
  EXPECT_THAT(status, harness::HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(status.error_message(), "wanted no more than 100 open calls");
  for (const auto& stream : streams) {
    hello::HelloReply reply;
    int replies = 0;
    while (stream->Read(&reply)) ++replies;
    EXPECT_EQ(replies, 3);
    EXPECT_THAT(stream->Finish(), harness::HasCode(absl::StatusCode::kOk));
  }
  // All are over, as soon as the server knows, too.
  absl::Status next = absl::ResourceExhaustedError("");
  while (absl::IsResourceExhausted(next)) {
    next = client_.Call("hello.Hello/parrotHello", "{}").status();
  }
  EXPECT_EQ(next, absl::OkStatus());
}

TEST(ReflectionStory, NoticesAServerThatDoesOtherwise) {
  // It has another service than the one that is wanted.
  hello::Hello::CallbackService silent;
  const harness::Told told = harness::StoryWith(silent, TellReflection);
  EXPECT_EQ(told.outcome,
            absl::FailedPreconditionError(
                "step 1, client: nothing (wanted helloworld.Greeter); and 2 "
                "more"));
}

}  // namespace
