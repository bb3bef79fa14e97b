// SPDX-License-Identifier: Apache-2.0
//
// How calls end before their time, as the server and as the client sees it.

#include <atomic>
#include <chrono>
#include <climits>
#include <future>
#include <string>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "coroutine/client.h"
#include "coroutine/server.h"
#include "coroutine/task.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "tests/coroutine_harness.h"
#include "tests/harness.h"

namespace {

using CoroutineEnd = CoroutineTest;

TEST_F(CoroutineEnd, ACancelledReadDestroysTheBodyWhereItStands) {
  service_.reader =
      [this](CoroutineService::Reader& stream,
             hello::DelayedReply* /*reply*/) -> coroutine::Task<grpc::Status> {
    const absl::Cleanup local = [this] { gone_.set_value(); };
    standing_.set_value();
    hello::HelloRequest request;
    const bool ok = co_await stream.Read(&request);
    went_on_ = true;
    co_return ok ? grpc::Status::OK : grpc::Status::CANCELLED;
  };
  hello::DelayedReply reply;
  const auto call = stub_.clientHello(&context_, &reply);
  standing_.get_future().wait();
  context_.TryCancel();
  EXPECT_THAT(call->Finish(), harness::HasCode(absl::StatusCode::kCancelled));
  gone_.get_future().wait();
  server_.reset();  // Comes back only if no call is left open.
  EXPECT_FALSE(went_on_);
}

TEST_F(CoroutineEnd, AHalfCloseDoesNot) {
  service_.reader =
      [this](CoroutineService::Reader& stream,
             hello::DelayedReply* /*reply*/) -> coroutine::Task<grpc::Status> {
    hello::HelloRequest request;
    went_on_ = !co_await stream.Read(&request);
    co_return grpc::Status::OK;
  };
  hello::DelayedReply reply;
  const auto call = stub_.clientHello(&context_, &reply);
  EXPECT_TRUE(call->WritesDone());
  EXPECT_TRUE(call->Finish().ok());
  EXPECT_TRUE(went_on_);
}

TEST_F(CoroutineEnd, ACancelledWriteDestroysTheBodyWhereItStands) {
  service_.writer = [this](CoroutineService::Writer& stream,
                           const hello::HelloRequest& /*request*/)
      -> coroutine::Task<grpc::Status> {
    const absl::Cleanup local = [this] { gone_.set_value(); };
    const hello::HelloReply reply = Reply(std::string(100'000, 'x'));
    // Without end: only a failure gets it out of here.
    for (;;) co_await stream.Write(reply);
  };
  const auto call = stub_.parrotHello(&context_, {});
  hello::HelloReply reply;
  EXPECT_TRUE(call->Read(&reply));
  context_.TryCancel();
  gone_.get_future().wait();
  EXPECT_THAT(call->Finish(), harness::HasCode(absl::StatusCode::kCancelled));
}

coroutine::Task<void> Inner(CoroutineService::Stream& stream,
                            std::promise<void>& standing,
                            std::promise<void>& gone, bool* went_on) {
  const absl::Cleanup local = [&] { gone.set_value(); };
  standing.set_value();
  hello::HelloRequest request;
  *went_on = co_await stream.Read(&request);
  *went_on = true;
}

TEST_F(CoroutineEnd, ATaskThatTheBodyWaitsForIsDestroyedBeforeTheBody) {
  std::promise<void> inner_gone;
  service_.stream =
      [&](CoroutineService::Stream& stream) -> coroutine::Task<grpc::Status> {
    const absl::Cleanup local = [this] { gone_.set_value(); };
    co_await Inner(stream, standing_, inner_gone, &went_on_);
    went_on_ = true;
    co_return grpc::Status::OK;
  };
  const auto call = stub_.biHello(&context_);
  standing_.get_future().wait();
  context_.TryCancel();
  EXPECT_THAT(call->Finish(), harness::HasCode(absl::StatusCode::kCancelled));
  gone_.get_future().wait();
  EXPECT_EQ(inner_gone.get_future().wait_for(std::chrono::seconds(0)),
            std::future_status::ready);
  server_.reset();
  EXPECT_FALSE(went_on_);
}

TEST_F(CoroutineEnd, AServerThatStopsDestroysBodiesThatWait) {
  service_.stream =
      [this](
          CoroutineService::Stream& stream) -> coroutine::Task<grpc::Status> {
    const absl::Cleanup local = [this] { gone_.set_value(); };
    standing_.set_value();
    co_return co_await Echo(stream);
  };
  const auto call = stub_.biHello(&context_);
  standing_.get_future().wait();
  server_.reset();
  EXPECT_EQ(gone_.get_future().wait_for(std::chrono::seconds(0)),
            std::future_status::ready);
  EXPECT_FALSE(call->Finish().ok());
}

TEST_F(CoroutineEnd, ADeadlineDestroysTheBodyToo) {
  service_.stream =
      [this](
          CoroutineService::Stream& stream) -> coroutine::Task<grpc::Status> {
    const absl::Cleanup local = [this] { gone_.set_value(); };
    co_return co_await Echo(stream);
  };
  const auto call = [this]() -> coroutine::Task<grpc::Status> {
    harness::Context context(absl::Seconds(2));  // To connect, and for a reply.
    HelloStream stream;
    stub_.async()->biHello(&context, &stream);
    stream.StartCall();
    EXPECT_TRUE(co_await stream.Write(Request("you")));
    hello::HelloReply reply;
    EXPECT_TRUE(co_await stream.Read(&reply));
    EXPECT_FALSE(co_await stream.Read(&reply));
    co_return co_await stream.Finish();
  };
  EXPECT_THAT(coroutine::SyncWait(call()),
              harness::HasCode(absl::StatusCode::kDeadlineExceeded));
  gone_.get_future().wait();
}

// Reads `many` replies, and has had enough.
coroutine::Task<int> ReadSome(HelloStream& stream, int many,
                              grpc::ClientContext& context) {
  hello::HelloReply reply;
  int read = 0;
  while (read < many && co_await stream.Read(&reply)) ++read;
  context.TryCancel();
  co_return read;
}

TEST_F(CoroutineEnd, CallsThatAreCancelledAtAnyTimeAllEnd) {
  std::atomic<int> locals = 0;
  service_.stream =
      [&](CoroutineService::Stream& stream) -> coroutine::Task<grpc::Status> {
    const absl::Cleanup end = [&] { --locals; };
    ++locals;
    co_return co_await Echo(stream);
  };
  const auto call = [this](int many) -> coroutine::Task<grpc::Status> {
    harness::Context context;
    HelloStream stream;
    stub_.async()->biHello(&context, &stream);
    stream.StartCall();
    const auto [wrote, read] = co_await coroutine::Both(
        WriteMany(stream, INT_MAX), ReadSome(stream, many, context));
    EXPECT_FALSE(wrote);
    EXPECT_EQ(read, many);
    co_return co_await stream.Finish();
  };
  for (int many = 0; many < 30; ++many) {
    EXPECT_THAT(coroutine::SyncWait(call(many)),
                harness::HasCode(absl::StatusCode::kCancelled));
  }
  server_.reset();
  EXPECT_EQ(locals, 0);
}

// The client's view of a call that has failed.

TEST_F(CoroutineEnd, AWriteThatFailsIsFollowedByTheStatus) {
  service_.stream =
      [](CoroutineService::Stream& stream) -> coroutine::Task<grpc::Status> {
    hello::HelloRequest request;
    EXPECT_TRUE(co_await stream.Read(&request));
    co_return grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, "enough");
  };
  const auto call = [this]() -> coroutine::Task<grpc::Status> {
    HelloStream stream;
    stub_.async()->biHello(&context_, &stream);
    stream.StartCall();
    while (co_await stream.Write(Request("you"))) {
    }
    co_return co_await stream.Finish();
  };
  EXPECT_THAT(coroutine::SyncWait(call()),
              harness::HasCode(absl::StatusCode::kResourceExhausted));
}

TEST_F(CoroutineEnd, NoServerEndsBothDirectionsAndIsUnavailable) {
  hello::Hello::Stub nobody(harness::ChannelTo(harness::DeadAddress()));
  const auto call = [&]() -> coroutine::Task<grpc::Status> {
    HelloStream stream;
    nobody.async()->biHello(&context_, &stream);
    stream.StartCall();
    const auto [wrote, right] =
        co_await coroutine::Both(WriteMany(stream, 10), ReadMany(stream));
    EXPECT_FALSE(wrote);
    EXPECT_EQ(right, 0);
    co_return co_await stream.Finish();
  };
  EXPECT_THAT(coroutine::SyncWait(call()),
              harness::HasCode(absl::StatusCode::kUnavailable));
}

TEST_F(CoroutineEnd, AClientThatHasReadEnoughCancels) {
  service_.writer = [this](CoroutineService::Writer& stream,
                           const hello::HelloRequest& /*request*/)
      -> coroutine::Task<grpc::Status> {
    const absl::Cleanup local = [this] { gone_.set_value(); };
    for (;;) co_await stream.Write(Reply("more"));
  };
  const auto call = [this]() -> coroutine::Task<grpc::Status> {
    const hello::HelloRequest request;
    coroutine::ClientReader<hello::HelloReply> stream;
    stub_.async()->parrotHello(&context_, &request, &stream);
    stream.StartCall();
    hello::HelloReply reply;
    EXPECT_TRUE(co_await stream.Read(&reply));
    context_.TryCancel();
    co_return co_await stream.Finish();
  };
  EXPECT_THAT(coroutine::SyncWait(call()),
              harness::HasCode(absl::StatusCode::kCancelled));
  gone_.get_future().wait();
}

}  // namespace
