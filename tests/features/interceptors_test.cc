// SPDX-License-Identifier: Apache-2.0

#include "interceptors.h"

#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client_cache_interceptor.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/generic/generic_stub.h"
#include "hello.grpc.pb.h"
#include "helloworld.grpc.pb.h"
#include "interceptors_client.h"
#include "interceptors_server.h"
#include "method_stats.h"
#include "reply_cache.h"
#include "support/journal.h"
#include "support/story.h"
#include "tests/feature_contract.h"
#include "tests/feature_harness.h"
#include "tests/harness.h"
#include "tests/hasty_greeter.h"

namespace {

using testing::ElementsAre;

constexpr char kSayHello[] = "/helloworld.Greeter/SayHello";
constexpr char kSayHelloAgain[] = "/helloworld.Greeter/SayHelloAgain";

using Setup = FeatureSetup<InterceptorsServer, TellInterceptors>;

INSTANTIATE_TYPED_TEST_SUITE_P(Interceptors, FeatureContract, Setup);

helloworld::HelloRequest RequestOf(const std::string& name) {
  helloworld::HelloRequest request;
  request.set_name(name);
  return request;
}

helloworld::HelloReply ReplyOf(const std::string& message) {
  helloworld::HelloReply reply;
  reply.set_message(message);
  return reply;
}

// All that `journal` holds now.
std::vector<std::string> Lines(support::Journal& journal) {
  std::vector<std::string> lines;
  while (auto line = journal.Next(absl::ZeroDuration())) {
    lines.push_back(*std::move(line));
  }
  return lines;
}

class Interceptors : public testing::Test {
 protected:
  // Calls that the server has had of a method.
  int64_t Calls(const std::string& method) const {
    return server_->stats().All().at(method).calls;
  }

  support::Journal journal_;  // Outlives the server, which writes to it.
  support::Journal log_;      // And this one the channel.
  std::unique_ptr<InterceptorsServer> server_ =
      harness::MustStart(InterceptorsServer::Start("localhost:0", journal_));
  const std::shared_ptr<grpc::Channel> channel_ =
      ChannelWithInterceptors(server_->address(), log_);
  const std::unique_ptr<helloworld::Greeter::Stub> stub_ =
      helloworld::Greeter::NewStub(channel_);
  InterceptorsClient client_{channel_};
};

TEST_F(Interceptors, TheFirstIsNextToTheProgramOnBothSides) {
  EXPECT_EQ(client_.SayHello("Ada").value_or(""), "Hello, Ada!");
  EXPECT_THAT(Lines(log_),
              ElementsAre("first: /helloworld.Greeter/SayHello goes out",
                          "last: /helloworld.Greeter/SayHello goes out",
                          "last: /helloworld.Greeter/SayHello is back: OK",
                          "first: /helloworld.Greeter/SayHello is back: OK"));
  EXPECT_THAT(
      Lines(journal_),
      ElementsAre("last: \"/helloworld.Greeter/SayHello\" from \"story\"",
                  "first: \"/helloworld.Greeter/SayHello\" from \"story\"",
                  "method: greets \"Ada\"", "first: OK goes out",
                  "stats: calls 1, failed 0", "last: OK goes out"));
}

TEST_F(Interceptors, AClientWithoutThemIsNobody) {
  InterceptorsClient(harness::ChannelTo(server_->address()))
      .SayHello("Ada")
      .IgnoreError();
  EXPECT_EQ(Lines(journal_).at(0),
            "last: \"/helloworld.Greeter/SayHello\" from nobody");
}

TEST_F(Interceptors, AKnownReplyNeedsNoServer) {
  EXPECT_EQ(client_.SayHello("Ada").value_or(""), "Hello, Ada!");
  server_.reset();
  EXPECT_EQ(client_.SayHello("Ada").value_or(""), "Hello, Ada!");
  EXPECT_EQ(client_.SayHelloByCallback("Ada").value_or(""), "Hello, Ada!");
  EXPECT_THAT(client_.SayHello("Bo"),
              harness::HasCode(absl::StatusCode::kUnavailable));
}

TEST_F(Interceptors, AReplyIsKnownWhicheverApiHasBroughtIt) {
  EXPECT_EQ(client_.SayHelloByCallback("Ada").value_or(""), "Hello, Ada!");
  EXPECT_EQ(client_.SayHello("Ada").value_or(""), "Hello, Ada!");
  EXPECT_EQ(Calls(kSayHello), 1);
}

// In this API, request and reply go in batches of their own.
TEST_F(Interceptors, AReactorsCallIsAnsweredByTheCacheToo) {
  struct Reactor final : grpc::ClientUnaryReactor {
    void OnDone(const grpc::Status& status) override { done.set_value(status); }
    std::promise<grpc::Status> done;
  };
  const helloworld::HelloRequest request = RequestOf("Ada");
  for (int i = 0; i < 2; ++i) {
    harness::Context context;
    Reactor reactor;
    helloworld::HelloReply reply;
    stub_->async()->SayHello(&context, &request, &reply, &reactor);
    reactor.StartCall();
    EXPECT_TRUE(reactor.done.get_future().get().ok());
    EXPECT_EQ(reply.message(), "Hello, Ada!");
  }
  EXPECT_EQ(Calls(kSayHello), 1);
}

// There, interceptors see the request as bytes.
TEST_F(Interceptors, TheCacheLeavesCallsOfACompletionQueueAlone) {
  for (int i = 0; i < 2; ++i) {
    harness::Context context;
    grpc::CompletionQueue queue;
    const auto call = stub_->AsyncSayHello(&context, RequestOf("Ada"), &queue);
    helloworld::HelloReply reply;
    grpc::Status status;
    call->Finish(&reply, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    EXPECT_TRUE(queue.Next(&tag, &ok) && ok);
    EXPECT_TRUE(status.ok());
    EXPECT_EQ(reply.message(), "Hello, Ada!");
    queue.Shutdown();
  }
  EXPECT_EQ(Calls(kSayHello), 2);
}

TEST_F(Interceptors, TheCacheLeavesOtherMethodsAlone) {
  for (int i = 0; i < 2; ++i) {
    harness::Context context;
    helloworld::HelloReply reply;
    EXPECT_TRUE(stub_->SayHelloAgain(&context, RequestOf("Ada"), &reply).ok());
    EXPECT_EQ(reply.message(), "Hello again, Ada!");
  }
  EXPECT_EQ(Calls(kSayHelloAgain), 2);
  EXPECT_EQ(Calls(kSayHello), 0);
}

TEST_F(Interceptors, AFailureIsNotKept) {
  const std::string longest(InterceptorsGreeter::kMostBytes, 'a');
  EXPECT_TRUE(client_.SayHello(longest).ok());
  for (const std::string& name : {std::string(), longest + "a"}) {
    for (int i = 0; i < 2; ++i) {
      EXPECT_THAT(client_.SayHello(name),
                  harness::HasCode(absl::StatusCode::kInvalidArgument));
    }
  }
  EXPECT_EQ(
      client_.SayHelloByCallback("").status(),
      absl::InvalidArgumentError("SayHello: name \"\": wanted 1 to 100 bytes"));
  EXPECT_EQ(Calls(kSayHello), 6);
  EXPECT_EQ(server_->stats().All().at(kSayHello).failed, 5);
}

TEST_F(Interceptors, ACancelledCallComesBackAsCancelled) {
  harness::Context context;
  context.TryCancel();
  helloworld::HelloReply reply;
  EXPECT_THAT(stub_->SayHello(&context, RequestOf("Ada"), &reply),
              harness::HasCode(absl::StatusCode::kCancelled));
  EXPECT_EQ(Lines(log_).back(),
            "first: /helloworld.Greeter/SayHello is back: CANCELLED");
}

TEST_F(Interceptors, TheServersOneCannotKeepMalloryFromTheMethod) {
  EXPECT_EQ(client_.SayHello("Mallory").status(),
            absl::PermissionDeniedError("SayHello: name: not you"));
  EXPECT_THAT(
      Lines(journal_),
      ElementsAre("last: \"/helloworld.Greeter/SayHello\" from \"story\"",
                  "first: \"/helloworld.Greeter/SayHello\" from \"story\"",
                  "method: greets \"Mallory\"", "first: OK goes out",
                  "stats: calls 1, failed 1",
                  "last: PERMISSION_DENIED goes out"));
}

// Her reply has been sent with the status.
TEST_F(Interceptors, AFailureThatComesWithAReplyIsNotKept) {
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(client_.SayHello("Mallory"),
                harness::HasCode(absl::StatusCode::kPermissionDenied));
  }
  EXPECT_EQ(Calls(kSayHello), 2);
}

TEST_F(Interceptors, TheServersOneLeavesOtherMethodsAlone) {
  harness::Context context;
  helloworld::HelloReply reply;
  EXPECT_TRUE(
      stub_->SayHelloAgain(&context, RequestOf("Mallory"), &reply).ok());
}

// What comes of a request that is no message.
grpc::Status CallWithGarbage(const std::shared_ptr<grpc::Channel>& channel,
                             const std::string& method) {
  harness::Context context;
  grpc::GenericStub stub(channel);
  const grpc::Slice slice("\xff");
  const grpc::ByteBuffer request(&slice, 1);
  grpc::ByteBuffer reply;
  std::promise<grpc::Status> done;
  stub.UnaryCall(
      &context, method, {}, &request, &reply,
      [&done](grpc::Status status) { done.set_value(std::move(status)); });
  return done.get_future().get();
}

TEST_F(Interceptors, ARequestThatCannotBeReadIsACallThatFailed) {
  EXPECT_FALSE(
      CallWithGarbage(harness::ChannelTo(server_->address()), kSayHello).ok());
  const auto stats = server_->stats().All();
  EXPECT_EQ(stats.at(kSayHello).calls, 1);
  EXPECT_EQ(stats.at(kSayHello).failed, 1);
}

TEST_F(Interceptors, MethodsThatAreNotThereAreCountedTogether) {
  const auto channel = harness::ChannelTo(server_->address());
  for (int i = 0; i < 10; ++i) {
    EXPECT_THAT(CallWithGarbage(channel, absl::StrCat("/no.Such/Method", i)),
                harness::HasCode(absl::StatusCode::kUnimplemented));
  }
  EXPECT_EQ(server_->stats().All().size(), 3);
  EXPECT_EQ(Calls(MethodStats::kOther), 10);
}

// A unary call begins for them when its request has come.
TEST_F(Interceptors, ACallWithoutARequestIsNotSeen) {
  const auto channel = harness::ChannelTo(server_->address());
  InterceptorsClient client(channel);
  EXPECT_TRUE(client.SayHello("Ada").ok());
  // The server has it before the next one, which is on the same connection.
  harness::SilentCall call(channel, kSayHello);
  EXPECT_TRUE(client.SayHello("Bo").ok());
  server_.reset();
  EXPECT_FALSE(call.Wait().ok());
  EXPECT_THAT(Lines(journal_), testing::SizeIs(12));  // Of the other two.
}

// Any service, behind the server's own interceptors.
class Intercepted {
 public:
  explicit Intercepted(grpc::Service& service,
                       const std::vector<std::string>& methods = {})
      : stats(methods) {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service);
    Start(builder);
  }
  explicit Intercepted(grpc::CallbackGenericService& service) : stats({}) {
    grpc::ServerBuilder builder;
    builder.RegisterCallbackGenericService(&service);
    Start(builder);
  }
  ~Intercepted() { server_->Shutdown(absl::ToChronoTime(absl::Now())); }

  support::Journal journal;
  MethodStats stats;
  std::string address;

 private:
  void Start(grpc::ServerBuilder& builder) {
    int port = 0;
    builder.AddListeningPort("localhost:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.experimental().SetInterceptorCreators(
        ServerInterceptors(stats, journal));
    server_ = builder.BuildAndStart();
    address = absl::StrCat("localhost:", port);
  }

  std::unique_ptr<grpc::Server> server_;
};

class Synchronous final : public helloworld::Greeter::Service {
  grpc::Status SayHello(grpc::ServerContext* /*context*/,
                        const helloworld::HelloRequest* request,
                        helloworld::HelloReply* reply) override {
    reply->set_message(absl::StrCat("Hi, ", request->name(), "!"));
    return grpc::Status::OK;
  }
};

TEST(ServerInterceptors, DoTheSameForASynchronousService) {
  Synchronous service;
  Intercepted server(service, {kSayHello});
  support::Journal log;
  InterceptorsClient client(ChannelWithInterceptors(server.address, log));
  EXPECT_EQ(client.SayHello("Ada").value_or(""), "Hi, Ada!");
  EXPECT_THAT(client.SayHello("Mallory"),
              harness::HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(
      Lines(server.journal),
      ElementsAre("last: \"/helloworld.Greeter/SayHello\" from \"story\"",
                  "first: \"/helloworld.Greeter/SayHello\" from \"story\"",
                  "first: OK goes out", "stats: calls 1, failed 0",
                  "last: OK goes out",
                  "last: \"/helloworld.Greeter/SayHello\" from \"story\"",
                  "first: \"/helloworld.Greeter/SayHello\" from \"story\"",
                  "first: OK goes out", "stats: calls 2, failed 1",
                  "last: PERMISSION_DENIED goes out"));
}

// Says everything twice.
class Echo final : public hello::Hello::Service {
  grpc::Status biHello(
      grpc::ServerContext* /*context*/,
      grpc::ServerReaderWriter<hello::HelloReply, hello::HelloRequest>* stream)
      override {
    hello::HelloRequest request;
    hello::HelloReply reply;
    while (stream->Read(&request)) {
      reply.set_message(request.name());
      if (!stream->Write(reply) || !stream->Write(reply)) break;
    }
    return grpc::Status::OK;
  }
};

TEST(ServerInterceptors, SeeAStreamAsOneCall) {
  Echo echo;
  Intercepted server(echo, {"/hello.Hello/biHello"});
  support::Journal log;
  const auto stub =
      hello::Hello::NewStub(ChannelWithInterceptors(server.address, log));
  harness::Context context;
  const auto stream = stub->biHello(&context);
  hello::HelloRequest request;
  hello::HelloReply reply;
  for (const std::string name : {"Mallory", "Bo"}) {
    request.set_name(name);
    EXPECT_TRUE(stream->Write(request));
    for (int i = 0; i < 2; ++i) {
      EXPECT_TRUE(stream->Read(&reply));
      EXPECT_EQ(reply.message(), name);
    }
  }
  EXPECT_TRUE(stream->WritesDone());
  EXPECT_FALSE(stream->Read(&reply));
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_THAT(Lines(log),
              ElementsAre("first: /hello.Hello/biHello goes out",
                          "last: /hello.Hello/biHello goes out",
                          "last: /hello.Hello/biHello is back: OK",
                          "first: /hello.Hello/biHello is back: OK"));
  EXPECT_THAT(Lines(server.journal),
              ElementsAre("last: \"/hello.Hello/biHello\" from \"story\"",
                          "first: \"/hello.Hello/biHello\" from \"story\"",
                          "first: OK goes out", "stats: calls 1, failed 0",
                          "last: OK goes out"));
}

TEST(ServerInterceptors, SeeTheStatusOfACallThatTheClientHasCancelled) {
  Echo echo;
  Intercepted server(echo, {"/hello.Hello/biHello"});
  const auto stub = hello::Hello::NewStub(harness::ChannelTo(server.address));
  harness::Context context;
  const auto stream = stub->biHello(&context);
  EXPECT_EQ(server.journal.Next().value_or(""),
            "last: \"/hello.Hello/biHello\" from nobody");
  context.TryCancel();
  EXPECT_THAT(stream->Finish(), harness::HasCode(absl::StatusCode::kCancelled));
  EXPECT_EQ(server.journal.Next().value_or(""),
            "first: \"/hello.Hello/biHello\" from nobody");
  EXPECT_EQ(server.journal.Next().value_or(""), "first: OK goes out");
  EXPECT_EQ(server.journal.Next().value_or(""), "stats: calls 1, failed 0");
  EXPECT_EQ(server.journal.Next().value_or(""), "last: OK goes out");
}

// Says OK to everything, and nothing more.
class Mute final : public grpc::CallbackGenericService {
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* /*context*/) override {
    struct Reactor final : grpc::ServerGenericBidiReactor {
      Reactor() { Finish(grpc::Status::OK); }
      void OnDone() override { delete this; }
    };
    return new Reactor;
  }
};

TEST(ClientInterceptors, KeepNothingIfThereWasNoReply) {
  Mute mute;
  Intercepted server(mute);
  support::Journal log;
  InterceptorsClient client(ChannelWithInterceptors(server.address, log));
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(client.SayHello("Ada").ok());
  EXPECT_EQ(server.stats.All().at(MethodStats::kOther).calls, 2);
}

TEST(ReplyCache, KnowsWhatWasPut) {
  const ReplyCache::Clock::time_point now;
  ReplyCache cache;
  EXPECT_FALSE(cache.Get("Ada", now).has_value());
  cache.Put("Ada", ReplyOf("Hello, Ada!"), now);
  ASSERT_TRUE(cache.Get("Ada", now).has_value());
  EXPECT_EQ(cache.Get("Ada", now)->message(), "Hello, Ada!");
  EXPECT_FALSE(cache.Get("Bo", now).has_value());
}

TEST(ReplyCache, ForgetsWhatIsOld) {
  const ReplyCache::Clock::time_point now;
  const auto later = now + ReplyCache::kMostAge;
  const auto too_late = later + std::chrono::nanoseconds(1);
  ReplyCache cache;
  cache.Put("Ada", ReplyOf("old"), now);
  cache.Put("Bo", ReplyOf("old"), later);
  EXPECT_TRUE(cache.Get("Ada", later).has_value());
  EXPECT_FALSE(cache.Get("Ada", too_late).has_value());
  EXPECT_TRUE(cache.Get("Bo", too_late).has_value());
  cache.Put("Ada", ReplyOf("new"), too_late);
  cache.Put("Bo", ReplyOf("new"), too_late);
  EXPECT_EQ(cache.Get("Ada", too_late)->message(), "new");
  EXPECT_EQ(cache.Get("Bo", too_late)->message(), "old");
}

TEST(ReplyCache, HasRoomForAHundred) {
  const ReplyCache::Clock::time_point now;
  ReplyCache cache;
  for (size_t i = 0; i < ReplyCache::kMostReplies; ++i) {
    cache.Put(absl::StrCat(i), ReplyOf("Hello!"), now);
  }
  EXPECT_TRUE(cache.Get("0", now).has_value());
  cache.Put("one more", ReplyOf("Hello!"), now);
  EXPECT_FALSE(cache.Get("0", now).has_value());
  EXPECT_TRUE(cache.Get("1", now).has_value());
  EXPECT_TRUE(cache.Get("one more", now).has_value());
}

TEST(ReplyCache, KeepsNothingLarge) {
  const ReplyCache::Clock::time_point now;
  ReplyCache cache;
  cache.Put("Ada", ReplyOf(std::string(ReplyCache::kMostBytes, 'a')), now);
  EXPECT_FALSE(cache.Get("Ada", now).has_value());
  cache.Put(std::string(ReplyCache::kMostBytes, 'a'), ReplyOf("Hello!"), now);
  EXPECT_FALSE(
      cache.Get(std::string(ReplyCache::kMostBytes, 'a'), now).has_value());
}

TEST(MethodStats, AddsUpForEachMethod) {
  MethodStats stats({"a", "b"});
  stats.Add("a", /*ok=*/true, absl::Seconds(1));
  stats.Add("b", /*ok=*/true, absl::Seconds(2));
  stats.Add("c", /*ok=*/false, absl::Seconds(3));
  const MethodStats::Method sum =
      stats.Add("a", /*ok=*/false, absl::Seconds(4));
  EXPECT_EQ(sum.calls, 2);
  EXPECT_EQ(sum.failed, 1);
  EXPECT_EQ(sum.took, absl::Seconds(5));
  const auto all = stats.All();
  EXPECT_EQ(all.size(), 3);
  EXPECT_EQ(all.at("b").failed, 0);
  EXPECT_EQ(all.at("b").took, absl::Seconds(2));
  EXPECT_EQ(all.at(MethodStats::kOther).failed, 1);
}

TEST_F(Interceptors, TimesAreKept) {
  EXPECT_TRUE(client_.SayHello("Ada").ok());
  const auto stats = server_->stats().All();
  EXPECT_GT(stats.at(kSayHello).took, absl::ZeroDuration());
  EXPECT_EQ(stats.at(kSayHelloAgain).took, absl::ZeroDuration());
}

TEST(InterceptorsStory, NoticesAServerThatDoesOtherwise) {
  harness::HastyGreeter hasty;
  const harness::Told told = harness::StoryWith(hasty, TellInterceptors);
  EXPECT_EQ(told.outcome,
            absl::FailedPreconditionError(
                "step 1, client: OK \"\" (wanted OK \"Hello, Ada!\"); and 4 "
                "more"))
      << told.text;
}

}  // namespace
