// SPDX-License-Identifier: Apache-2.0

#include "greeter_async_server.h"

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"
#include "tests/greeter_server_contract.h"
#include "tests/server_contract.h"

namespace {

struct Setup {
  static constexpr char kService[] = "helloworld.Greeter";
  static absl::StatusOr<std::unique_ptr<GreeterAsyncServer>> Start(
      const std::string& listen) {
    return GreeterAsyncServer::Start(listen);
  }
};

INSTANTIATE_TYPED_TEST_SUITE_P(GreeterAsync, ServerContract, Setup);
INSTANTIATE_TYPED_TEST_SUITE_P(GreeterAsync, GreeterServerContract, Setup);

// Calls that are made all at once, over a channel of their own.
class Burst {
 public:
  Burst(const std::string& address, int calls)
      : stub_(helloworld::Greeter::NewStub(harness::ChannelTo(address))),
        left_(calls),
        calls_(calls) {
    request_.set_name("you");
    for (Call& call : calls_) {
      stub_->async()->SayHello(&call.context, &request_, &call.reply,
                               [this, &call](const grpc::Status& status) {
                                 Count(status, call.reply.message());
                               });
    }
  }

  void WaitForTheFirst() { first_.get_future().wait(); }

  // How many were answered, now that all have ended.
  int Wait() {
    done_.get_future().wait();
    return answered_;
  }

 private:
  struct Call {
    harness::Context context;
    helloworld::HelloReply reply;
  };

  void Count(const grpc::Status& status, const std::string& message) {
    if (status.ok()) {
      EXPECT_EQ(message, "Hello, you!");
      if (++answered_ == 1) first_.set_value();
    }
    if (--left_ == 0) done_.set_value();
  }

  const std::unique_ptr<helloworld::Greeter::Stub> stub_;
  helloworld::HelloRequest request_;
  std::atomic<int> answered_ = 0;
  std::atomic<int> left_;
  std::promise<void> first_;
  std::promise<void> done_;
  std::vector<Call> calls_;
};

// A SayHello that sends no request, and of which the server has heard.
class OpenCall {
 public:
  explicit OpenCall(const std::string& address)
      : channel_(harness::ChannelTo(address)),
        call_(channel_, "/helloworld.Greeter/SayHello") {
    // On the same connection, so this one comes to the server later.
    harness::Context context;
    helloworld::HelloReply reply;
    EXPECT_TRUE(helloworld::Greeter::NewStub(channel_)
                    ->SayHello(&context, helloworld::HelloRequest(), &reply)
                    .ok());
  }

  harness::SilentCall* operator->() { return &call_; }

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  harness::SilentCall call_;
};

TEST(GreeterAsyncServer, AnswersAThousandCallsAtOnce) {
  // Not more: gRPC 1.83 refuses some if more than a thousand wait.
  const auto server = harness::MustStart(Setup::Start("127.0.0.1:0"));
  Burst one(server->address(), 500);
  Burst another(server->address(), 500);
  EXPECT_EQ(one.Wait(), 500);
  EXPECT_EQ(another.Wait(), 500);
}

TEST(GreeterAsyncServer, AShutdownWithCallsUnderWayEndsThemAll) {
  const auto server = harness::MustStart(Setup::Start("127.0.0.1:0"));
  Burst one(server->address(), 1'000);
  Burst another(server->address(), 1'000);
  one.WaitForTheFirst();
  server->Shutdown(absl::ZeroDuration());
  EXPECT_GE(one.Wait(), 1);
  another.Wait();  // Some may have succeeded, and all have come to an end.
}

TEST(GreeterAsyncServer, ACallThatIsSilentIsCancelledAfterTheGrace) {
  const auto server = harness::MustStart(Setup::Start("127.0.0.1:0"));
  OpenCall call(server->address());
  server->Shutdown(absl::Milliseconds(50));
  EXPECT_FALSE(call->Wait().ok());
}

TEST(GreeterAsyncServer, AShutdownWithoutLimitEndsWithTheLastCall) {
  const auto server = harness::MustStart(Setup::Start("127.0.0.1:0"));
  OpenCall call(server->address());
  std::thread stopper([&] { server->Shutdown(absl::InfiniteDuration()); });
  call->Cancel();
  EXPECT_THAT(call->Wait(), harness::HasCode(absl::StatusCode::kCancelled));
  stopper.join();
}

TEST(GreeterAsyncServer, MayEndAtOnce) {
  for (int i = 0; i < 20; ++i) {
    harness::MustStart(Setup::Start("127.0.0.1:0"));
  }
}

}  // namespace
