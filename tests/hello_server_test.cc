// SPDX-License-Identifier: Apache-2.0

#include "hello_server.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "parrot_reactor.h"
#include "tests/harness.h"
#include "tests/hello_harness.h"
#include "tests/server_contract.h"

namespace {

struct Setup {
  static constexpr char kService[] = "hello.Hello";
  static absl::StatusOr<std::unique_ptr<HelloServer>> Start(
      const std::string& listen) {
    return HelloServer::Start({.listen = listen});
  }
};

INSTANTIATE_TYPED_TEST_SUITE_P(Hello, ServerContract, Setup);

TEST_F(HelloTest, MoreCallsThanThreadsAreRefusedAndTheServerLivesOn) {
  struct Call {
    harness::Context context;
    std::unique_ptr<
        grpc::ClientReaderWriter<hello::HelloRequest, hello::HelloReply>>
        stream;
  };
  constexpr int kCalls = 400;
  std::vector<Call> calls(kCalls);
  int refused = 0;
  for (Call& call : calls) {
    // An answered request shows that the call has its thread.
    call.stream = stub_.biHello(&call.context);
    hello::HelloReply reply;
    if (call.stream->Write(Request("Hello", "World")) &&
        call.stream->Read(&reply)) {
      continue;
    }
    EXPECT_THAT(call.stream->Finish(),
                harness::HasCode(absl::StatusCode::kResourceExhausted));
    call.stream.reset();
    ++refused;
  }
  EXPECT_GT(refused, 100);
  EXPECT_LT(refused, kCalls);

  for (Call& call : calls) {
    if (call.stream == nullptr) continue;
    EXPECT_TRUE(call.stream->WritesDone());
    EXPECT_TRUE(call.stream->Finish().ok());
  }
  EXPECT_TRUE(Lives());
}

class HelloParrots : public HelloTest {
 protected:
  HelloParrots() : HelloTest(absl::InfiniteDuration()) {}
};

TEST_F(HelloParrots, MoreThanTheirNumberAreRefusedUntilOneHasGone) {
  struct Call {
    harness::Context context;
    std::unique_ptr<grpc::ClientReader<hello::HelloReply>> reader;
  };
  hello::HelloReply reply;
  std::vector<Call> calls(ParrotReactor::kMostOpenCalls);
  for (Call& call : calls) {
    call.reader = stub_.parrotHello(&call.context, Request("Hello", "World"));
    ASSERT_TRUE(call.reader->Read(&reply));
  }

  Call refused;
  refused.reader =
      stub_.parrotHello(&refused.context, Request("Hello", "World"));
  EXPECT_FALSE(refused.reader->Read(&reply));
  EXPECT_THAT(refused.reader->Finish(),
              harness::HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_TRUE(Lives());

  // One goes. The server hears of it later than the client.
  calls.back().context.TryCancel();
  EXPECT_THAT(calls.back().reader->Finish(),
              harness::HasCode(absl::StatusCode::kCancelled));
  calls.pop_back();
  const absl::Time end = absl::Now() + harness::kForever;
  for (bool taken = false; !taken;) {
    ASSERT_LT(absl::Now(), end);
    Call next;
    next.reader = stub_.parrotHello(&next.context, Request("Hello", "World"));
    taken = next.reader->Read(&reply);
    next.context.TryCancel();
    EXPECT_FALSE(next.reader->Finish().ok());
  }

  for (Call& call : calls) {
    call.context.TryCancel();
    EXPECT_THAT(call.reader->Finish(),
                harness::HasCode(absl::StatusCode::kCancelled));
  }
  // Shutdown returns when all calls have ended, and their reactors with them.
  server_->Shutdown(absl::InfiniteDuration());
}

}  // namespace
