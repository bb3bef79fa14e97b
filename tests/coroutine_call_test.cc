// SPDX-License-Identifier: Apache-2.0
//
// The four kinds of RPC, with coroutines on both sides.

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "coroutine/client.h"
#include "coroutine/server.h"
#include "coroutine/task.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "tests/coroutine_harness.h"
#include "tests/harness.h"

namespace {

using CoroutineCall = CoroutineTest;

constexpr int kMany = 10'000;

coroutine::Task<grpc::Status> Hello(hello::Hello::Stub& stub,
                                    hello::HelloRequest request,
                                    hello::HelloReply* reply) {
  harness::Context context;
  coroutine::ClientUnary call;
  stub.async()->hello(&context, &request, reply, &call);
  co_return co_await call.Finish();
}

TEST_F(CoroutineCall, AUnaryCallHasAReply) {
  service_.unary =
      [](const hello::HelloRequest& request,
         hello::HelloReply* reply) -> coroutine::Task<grpc::Status> {
    reply->set_message(request.name());
    co_return grpc::Status::OK;
  };
  hello::HelloReply reply;
  EXPECT_TRUE(coroutine::SyncWait(Hello(stub_, Request("you"), &reply)).ok());
  EXPECT_EQ(reply.message(), "you");
}

TEST_F(CoroutineCall, AUnaryCallFailsWithTheStatusThatItsBodyReturns) {
  service_.unary =
      [](const hello::HelloRequest& request,
         hello::HelloReply* /*reply*/) -> coroutine::Task<grpc::Status> {
    co_return grpc::Status(grpc::StatusCode::NOT_FOUND, request.name());
  };
  hello::HelloReply reply;
  const grpc::Status status =
      coroutine::SyncWait(Hello(stub_, Request("you"), &reply));
  EXPECT_THAT(status, harness::HasCode(absl::StatusCode::kNotFound));
  EXPECT_EQ(status.error_message(), "you");
}

TEST_F(CoroutineCall, AUnaryCallToNobodyIsUnavailable) {
  hello::Hello::Stub nobody(harness::ChannelTo(harness::DeadAddress()));
  hello::HelloReply reply;
  EXPECT_THAT(coroutine::SyncWait(Hello(nobody, Request("you"), &reply)),
              harness::HasCode(absl::StatusCode::kUnavailable));
}

// A method may wait for a call of its own.
TEST_F(CoroutineCall, AUnaryMethodMayCallAnotherServer) {
  CoroutineService behind;
  behind.unary = [](const hello::HelloRequest& request,
                    hello::HelloReply* reply) -> coroutine::Task<grpc::Status> {
    reply->set_message("behind " + request.name());
    co_return grpc::Status::OK;
  };
  const harness::FakeServer server_behind(behind);
  hello::Hello::Stub stub_behind(harness::ChannelTo(server_behind.address()));
  service_.unary =
      [&](const hello::HelloRequest& request,
          hello::HelloReply* reply) -> coroutine::Task<grpc::Status> {
    co_return co_await Hello(stub_behind, request, reply);
  };
  hello::HelloReply reply;
  EXPECT_TRUE(coroutine::SyncWait(Hello(stub_, Request("you"), &reply)).ok());
  EXPECT_EQ(reply.message(), "behind you");
}

coroutine::Task<int> ReadAll(
    coroutine::ClientReader<hello::HelloReply>& stream) {
  hello::HelloReply reply;
  int right = 0;
  while (co_await stream.Read(&reply)) {
    right += reply.message() == absl::StrCat(right) ? 1 : 0;
  }
  co_return right;
}

TEST_F(CoroutineCall, AServerStreamComesInOrderWithFewFlushes) {
  service_.writer = [](CoroutineService::Writer& stream,
                       const hello::HelloRequest& /*request*/)
      -> coroutine::Task<grpc::Status> {
    co_await stream.SendInitialMetadata();
    for (int i = 0; i < kMany; ++i) {
      grpc::WriteOptions options;
      if (i % 64 != 63) options.set_buffer_hint();
      co_await stream.Write(Reply(absl::StrCat(i)), options);
    }
    co_return grpc::Status(grpc::StatusCode::DATA_LOSS, "no more");
  };
  const hello::HelloRequest request;
  coroutine::ClientReader<hello::HelloReply> stream;
  stub_.async()->parrotHello(&context_, &request, &stream);
  stream.StartCall();
  EXPECT_EQ(coroutine::SyncWait(ReadAll(stream)), kMany);
  const auto finish = [&]() -> coroutine::Task<grpc::Status> {
    co_return co_await stream.Finish();
  };
  EXPECT_THAT(coroutine::SyncWait(finish()),
              harness::HasCode(absl::StatusCode::kDataLoss));
}

TEST_F(CoroutineCall, AServerStreamMayBeEmpty) {
  service_.writer = [](CoroutineService::Writer& /*stream*/,
                       const hello::HelloRequest& /*request*/)
      -> coroutine::Task<grpc::Status> { co_return grpc::Status::OK; };
  const auto call = [&]() -> coroutine::Task<grpc::Status> {
    const hello::HelloRequest request;
    coroutine::ClientReader<hello::HelloReply> stream;
    stub_.async()->parrotHello(&context_, &request, &stream);
    stream.StartCall();
    EXPECT_EQ(co_await ReadAll(stream), 0);
    co_return co_await stream.Finish();
  };
  EXPECT_TRUE(coroutine::SyncWait(call()).ok());
}

TEST_F(CoroutineCall, AClientStreamIsReadUntilItIsHalfClosed) {
  service_.reader =
      [](CoroutineService::Reader& stream,
         hello::DelayedReply* reply) -> coroutine::Task<grpc::Status> {
    hello::HelloRequest request;
    while (co_await stream.Read(&request)) *reply->add_request() = request;
    co_return grpc::Status::OK;
  };
  const auto call =
      [&](hello::DelayedReply* reply) -> coroutine::Task<grpc::Status> {
    coroutine::ClientWriter<hello::HelloRequest> stream;
    stub_.async()->clientHello(&context_, reply, &stream);
    stream.StartCall();
    bool ok = true;
    for (int i = 0; ok && i < kMany; ++i) {
      grpc::WriteOptions options;
      options.set_buffer_hint();
      ok = co_await stream.Write(Request(absl::StrCat(i)), options);
    }
    ok = ok && co_await stream.WritesDone();
    EXPECT_TRUE(ok);
    co_return co_await stream.Finish();
  };
  hello::DelayedReply reply;
  EXPECT_TRUE(coroutine::SyncWait(call(&reply)).ok());
  ASSERT_EQ(reply.request_size(), kMany);
  EXPECT_EQ(reply.request(kMany - 1).name(), absl::StrCat(kMany - 1));
}

coroutine::Task<int> Chat(hello::Hello::Stub& stub, int many) {
  harness::Context context;
  HelloStream stream;
  stub.async()->biHello(&context, &stream);
  stream.StartCall();
  const auto [wrote, right] =
      co_await coroutine::Both(WriteMany(stream, many), ReadMany(stream));
  const grpc::Status status = co_await stream.Finish();
  co_return wrote&& status.ok() ? right : -1;
}

TEST_F(CoroutineCall, TwoCoroutinesWriteAndReadOneStreamAtTheSameTime) {
  service_.stream = Echo;
  EXPECT_EQ(coroutine::SyncWait(Chat(stub_, kMany)), kMany);
}

// NOLINTNEXTLINE(misc-no-recursion): it halves.
coroutine::Task<int> Chats(hello::Hello::Stub& stub, int calls, int many) {
  if (calls == 1) co_return co_await Chat(stub, many);
  const auto [left, right] = co_await coroutine::Both(
      Chats(stub, calls / 2, many), Chats(stub, calls - calls / 2, many));
  co_return left + right;
}

TEST_F(CoroutineCall, FiftyCallsGoOnAtTheSameTime) {
  service_.stream = Echo;
  EXPECT_EQ(coroutine::SyncWait(Chats(stub_, 50, 100)), 5'000);
}

}  // namespace
