// SPDX-License-Identifier: Apache-2.0

#include "greeter_async_client.h"

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "greeter_async_server.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"
#include "tests/greeter_client_contract.h"
#include "tests/harness.h"

namespace {

// Waits for the callback, so that one contract fits both styles.
class Setup {
 public:
  Setup(const std::shared_ptr<grpc::Channel>& channel, absl::Duration timeout)
      : client_(channel, timeout) {}

  static std::unique_ptr<GreeterAsyncServer> StartServer() {
    return harness::MustStart(GreeterAsyncServer::Start("127.0.0.1:0"));
  }

  absl::StatusOr<std::string> SayHello(const std::string& name) {
    return Wait(&GreeterAsyncClient::SayHello, name);
  }

  absl::StatusOr<std::string> SayHelloAgain(const std::string& name) {
    return Wait(&GreeterAsyncClient::SayHelloAgain, name);
  }

 private:
  using Method = void (GreeterAsyncClient::*)(const std::string&,
                                              GreeterAsyncClient::Done);

  absl::StatusOr<std::string> Wait(Method method, const std::string& name) {
    std::promise<absl::StatusOr<std::string>> promise;
    (client_.*method)(name, [&](absl::StatusOr<std::string> greeting) {
      promise.set_value(std::move(greeting));
    });
    return promise.get_future().get();
  }

  GreeterAsyncClient client_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(GreeterAsync, GreeterClientContract, Setup);

// Sends bytes that are no message, and says that all is well.
class Garbled final
    : public helloworld::Greeter::WithRawCallbackMethod_SayHello<
          helloworld::Greeter::Service> {
  grpc::ServerUnaryReactor* SayHello(grpc::CallbackServerContext* context,
                                     const grpc::ByteBuffer* /*request*/,
                                     grpc::ByteBuffer* reply) override {
    const grpc::Slice slice(std::string("\x0a\x7f"));  // Of 127 bytes, it says.
    *reply = grpc::ByteBuffer(&slice, 1);
    auto* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

// Takes so many replies, and counts those that are what they should be.
class Replies {
 public:
  explicit Replies(int number) : left_(number) {}

  GreeterAsyncClient::Done Wanted(const std::string& wanted) {
    return [this, wanted](const absl::StatusOr<std::string>& reply) {
      right_ += reply.value_or("") == wanted ? 1 : 0;
      if (--left_ == 0) done_.set_value();
    };
  }

  void Wait() { done_.get_future().wait(); }
  int right() const { return right_; }

 private:
  std::atomic<int> right_ = 0;
  std::atomic<int> left_;
  std::promise<void> done_;
};

// Not more: a server of gRPC 1.83 refuses some if more than a thousand wait.
constexpr int kCalls = 1'000;

TEST(GreeterAsyncClient, HasAThousandCallsUnderWayAtOnce) {
  const auto server = Setup::StartServer();
  GreeterAsyncClient client(harness::ChannelTo(server->address()),
                            harness::kForever);
  Replies replies(kCalls);
  for (int i = 0; i < kCalls; ++i) {
    client.SayHello(absl::StrCat(i),
                    replies.Wanted(absl::StrCat("Hello, ", i, "!")));
  }
  replies.Wait();
  EXPECT_EQ(replies.right(), kCalls);
}

TEST(GreeterAsyncClient, TakesCallsOfManyThreads) {
  const auto server = Setup::StartServer();
  GreeterAsyncClient client(harness::ChannelTo(server->address()),
                            harness::kForever);
  constexpr int kThreads = 4;
  Replies replies(kCalls);
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < kCalls / kThreads; ++i) {
        client.SayHelloAgain("you", replies.Wanted("Hello again, you!"));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  replies.Wait();
  EXPECT_EQ(replies.right(), kCalls);
}

TEST(GreeterAsyncClient, ItsDestructorWaitsForTheCallsUnderWay) {
  const auto server = Setup::StartServer();
  Replies replies(kCalls);
  {
    GreeterAsyncClient client(harness::ChannelTo(server->address()),
                              harness::kForever);
    for (int i = 0; i < kCalls; ++i) {
      client.SayHello("you", replies.Wanted("Hello, you!"));
    }
  }
  EXPECT_EQ(replies.right(), kCalls);
}

TEST(GreeterAsyncClient, ADoneMayMakeTheNextCall) {
  const auto server = Setup::StartServer();
  GreeterAsyncClient client(harness::ChannelTo(server->address()),
                            harness::kForever);
  Replies replies(1);
  client.SayHello("you", [&](const absl::StatusOr<std::string>& reply) {
    client.SayHelloAgain(reply.value_or(""),
                         replies.Wanted("Hello again, Hello, you!!"));
  });
  replies.Wait();
  EXPECT_EQ(replies.right(), 1);
}

TEST(GreeterAsyncClient, AReplyThatIsNoMessageIsAFailure) {
  Garbled garbled;
  const harness::FakeServer server(garbled);
  GreeterAsyncClient client(harness::ChannelTo(server.address()),
                            harness::kForever);
  std::promise<absl::Status> status;
  client.SayHello("you", [&](const absl::StatusOr<std::string>& reply) {
    status.set_value(reply.status());
  });
  EXPECT_EQ(status.get_future().get(),
            absl::InternalError("SayHello: the reply cannot be read"));
}

}  // namespace
