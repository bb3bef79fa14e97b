// SPDX-License-Identifier: Apache-2.0
//
// The cache, and the client interceptor that asks it first.

#include <chrono>
#include <future>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "client_cache_interceptor.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"
#include "interceptors_client.h"
#include "interceptors_server.h"
#include "method_stats.h"
#include "reply_cache.h"
#include "support/journal.h"
#include "tests/features/interceptors_harness.h"
#include "tests/harness.h"

namespace {

class InterceptorsCache : public InterceptorsTest {};

TEST_F(InterceptorsCache, AKnownReplyNeedsNoServer) {
  EXPECT_EQ(client_.SayHello("Ada").value_or(""), "Hello, Ada!");
  server_.reset();
  EXPECT_EQ(client_.SayHello("Ada").value_or(""), "Hello, Ada!");
  EXPECT_EQ(client_.SayHelloByCallback("Ada").value_or(""), "Hello, Ada!");
  EXPECT_THAT(client_.SayHello("Bo"),
              harness::HasCode(absl::StatusCode::kUnavailable));
}

TEST_F(InterceptorsCache, AReplyIsKnownWhicheverApiHasBroughtIt) {
  EXPECT_EQ(client_.SayHelloByCallback("Ada").value_or(""), "Hello, Ada!");
  EXPECT_EQ(client_.SayHello("Ada").value_or(""), "Hello, Ada!");
  EXPECT_EQ(Calls(kSayHello), 1);
}

// In this API, request and reply go in batches of their own.
TEST_F(InterceptorsCache, AReactorsCallIsAnsweredByTheCacheToo) {
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
TEST_F(InterceptorsCache, TheCacheLeavesCallsOfACompletionQueueAlone) {
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

TEST_F(InterceptorsCache, TheCacheLeavesOtherMethodsAlone) {
  for (int i = 0; i < 2; ++i) {
    harness::Context context;
    helloworld::HelloReply reply;
    EXPECT_TRUE(stub_->SayHelloAgain(&context, RequestOf("Ada"), &reply).ok());
    EXPECT_EQ(reply.message(), "Hello again, Ada!");
  }
  EXPECT_EQ(Calls(kSayHelloAgain), 2);
  EXPECT_EQ(Calls(kSayHello), 0);
}

TEST_F(InterceptorsCache, AFailureIsNotKept) {
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

// Her reply has been sent with the status.
TEST_F(InterceptorsCache, AFailureThatComesWithAReplyIsNotKept) {
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(client_.SayHello("Mallory"),
                harness::HasCode(absl::StatusCode::kPermissionDenied));
  }
  EXPECT_EQ(Calls(kSayHello), 2);
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

helloworld::HelloReply ReplyOf(const std::string& message) {
  helloworld::HelloReply reply;
  reply.set_message(message);
  return reply;
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

}  // namespace
