// SPDX-License-Identifier: Apache-2.0

#include "flow_control.h"

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "flow_control_calls.h"
#include "flow_control_client.h"
#include "flow_control_message.h"
#include "flow_control_server.h"
#include "gmock/gmock.h"
#include "hello.grpc.pb.h"
#include "support/story.h"
#include "tests/feature_contract.h"
#include "tests/feature_harness.h"
#include "tests/harness.h"

namespace {

using Setup = FeatureSetup<FlowControlServer, TellFlowControl>;

INSTANTIATE_TYPED_TEST_SUITE_P(FlowControl, FeatureContract, Setup);

// What fits into a window that nobody reads from.
constexpr int kFits = 3;

class FlowControl : public harness::FeatureTest<FlowControlServer> {
 protected:
  // Returns when the server has the call, and has written or read as many.
  void WaitFor(const std::string& id, int messages) {
    while (client_.HowFar(id).value_or(-1) < messages) {
    }
  }

  // Returns when the client has written as many.
  static void WaitFor(const FlowControlWriter& writer, int messages) {
    while (writer.written() < messages) std::this_thread::yield();
  }

  // Returns when the server has done with the call.
  void WaitForEnd(const std::string& id) {
    while (client_.HowFar(id).ok()) {
    }
  }

  FlowControlClient client_{server_->address()};
};

TEST_F(FlowControl, AServerWritesWhatFitsIntoTheWindowAndNoMore) {
  const auto reader = client_.Reader(1000, harness::kForever);
  WaitFor(reader->id(), kFits);
  // It could have gone on while a thousand other messages passed.
  const auto other = client_.Reader(1000, harness::kForever);
  EXPECT_EQ(other->Read(1001), 1000);
  EXPECT_EQ(other->Finish(), absl::OkStatus());
  EXPECT_EQ(client_.HowFar(reader->id()).value_or(-1), kFits);
}

TEST_F(FlowControl, AClientWritesWhatFitsIntoTheWindowAndNoMore) {
  const auto writer = client_.Writer(1000, harness::kForever);
  WaitFor(*writer, kFits);
  const auto other = client_.Reader(1000, harness::kForever);
  EXPECT_EQ(other->Read(1001), 1000);
  EXPECT_EQ(other->Finish(), absl::OkStatus());
  EXPECT_EQ(writer->written(), kFits);
  EXPECT_EQ(client_.HowFar(writer->id()).value_or(-1), 0);
  EXPECT_EQ(client_.GoOn(writer->id()), absl::OkStatus());
  EXPECT_EQ(writer->Wait().value_or(""), "1000 messages in order");
}

TEST_F(FlowControl, LittleIsUnderWayHoweverLongTheStream) {
  constexpr int kMessages = 4000;
  const auto reader = client_.Reader(kMessages, harness::kForever);
  while (reader->read() < kMessages - 50) {
    ASSERT_EQ(reader->Read(50), 50);
    const auto written = client_.HowFar(reader->id());
    ASSERT_EQ(written.status(), absl::OkStatus());
    EXPECT_LT(*written - reader->read(), 16);
  }
  EXPECT_EQ(reader->Read(51), 50);
  EXPECT_EQ(reader->Finish(), absl::OkStatus());
}

// All of them together hold more than one window of the connection.
TEST_F(FlowControl, ManyPausedStreamsDoNotHoldUpAnother) {
  std::vector<std::unique_ptr<FlowControlReader>> readers;
  std::vector<std::unique_ptr<FlowControlWriter>> writers;
  for (int i = 0; i < 40; ++i) {
    readers.push_back(client_.Reader(1000, harness::kForever));
    writers.push_back(client_.Writer(1000, harness::kForever));
  }
  for (const auto& reader : readers) WaitFor(reader->id(), kFits);
  for (const auto& writer : writers) WaitFor(*writer, kFits);
  const FlowControlEchoes echoes =
      client_.WriteAndRead(1000, harness::kForever);
  EXPECT_EQ(echoes.status, absl::OkStatus());
  EXPECT_EQ(echoes.read, 1000);
}

TEST_F(FlowControl, AReaderThatLeavesEndsTheWrite) {
  const auto reader = client_.Reader(1000, harness::kForever);
  EXPECT_EQ(reader->Read(5), 5);
  reader->Cancel();
  EXPECT_THAT(reader->Finish(), harness::HasCode(absl::StatusCode::kCancelled));
  EXPECT_EQ(Said(), "parrot: cut off before the last message");
}

TEST_F(FlowControl, ADeadlineEndsAWriteThatWaits) {
  const auto writer = client_.Writer(1000, absl::Milliseconds(200));
  EXPECT_THAT(writer->Wait(),
              harness::HasCode(absl::StatusCode::kDeadlineExceeded));
  // gRPC 1.83 may say of the write that waited that it was made.
  EXPECT_LE(writer->written(), kFits + 1);
}

TEST_F(FlowControl, ACallInWhichNobodyReadsAnAnswerStopsOnBothSides) {
  const FlowControlEchoes echoes =
      client_.WriteThenRead(1000, absl::Milliseconds(200));
  EXPECT_THAT(echoes.status,
              harness::HasCode(absl::StatusCode::kDeadlineExceeded));
  EXPECT_LT(echoes.written, 32);
}

TEST_F(FlowControl, AnswersThatFitIntoTheWindowsMayBeReadLater) {
  const FlowControlEchoes echoes =
      client_.WriteThenRead(kFits, harness::kForever);
  EXPECT_EQ(echoes.status, absl::OkStatus());
  EXPECT_EQ(echoes.read, kFits);
}

TEST_F(FlowControl, TheServersEndEndsAllThatWaits) {
  const auto reader = client_.Reader(1000, harness::kForever);
  const auto writer = client_.Writer(1000, harness::kForever);
  auto echo = std::async(std::launch::async, [this] {
    return client_.WriteThenRead(1000, harness::kForever);
  });
  WaitFor(reader->id(), kFits);
  WaitFor("3", kFits);
  server_.reset();
  EXPECT_THAT(writer->Wait(),
              testing::Not(harness::HasCode(absl::StatusCode::kOk)));
  reader->Read(1000);
  EXPECT_FALSE(reader->Finish().ok());
  EXPECT_FALSE(echo.get().status.ok());
  EXPECT_EQ(Said(), "parrot: cut off before the last message");
}

TEST_F(FlowControl, ItsHandlesCancelWhatIsNotFinished) {
  client_.Reader(1000, harness::kForever);
  EXPECT_EQ(Said(), "parrot: cut off before the last message");
  client_.Writer(1000, harness::kForever);
  WaitForEnd("2");
}

TEST_F(FlowControl, AnUnknownCallIsNotFound) {
  const auto expected = absl::NotFoundError(
      "hello: name \"7\": wanted the number of an open call");
  EXPECT_EQ(client_.HowFar("7").status(), expected);
  EXPECT_EQ(client_.GoOn("7"), expected);
}

TEST_F(FlowControl, OnlyACallThatWaitsCanGoOn) {
  const auto reader = client_.Reader(1000, harness::kForever);
  EXPECT_EQ(client_.GoOn(reader->id()),
            absl::FailedPreconditionError(
                "hello: name \"1\": wanted a call that waits to go on"));
}

TEST_F(FlowControl, AWaitingCallGoesOnOnce) {
  const auto writer = client_.Writer(kFits, harness::kForever);
  EXPECT_EQ(client_.GoOn(writer->id()), absl::OkStatus());
  EXPECT_FALSE(client_.GoOn(writer->id()).ok());
  EXPECT_EQ(writer->Wait().value_or(""), "3 messages in order");
}

// What the server makes of calls that our client does not make.
class FlowControlServerInput : public FlowControl {
 protected:
  const std::unique_ptr<hello::Hello::Stub> stub_ =
      hello::Hello::NewStub(channel_);
};

TEST_F(FlowControlServerInput, ANumberOfMessagesIsWanted) {
  for (const std::string greeting : {"", "many", "0", "-1", "100001"}) {
    harness::Context context;
    hello::HelloRequest request;
    request.set_greeting(greeting);
    const auto stream = stub_->parrotHello(&context, request);
    hello::HelloReply reply;
    EXPECT_FALSE(stream->Read(&reply));
    const grpc::Status status = stream->Finish();
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(status.error_message(),
              absl::StrCat("greeting \"", greeting,
                           "\": wanted a number of messages, 1 to 100000"));
  }
}

TEST_F(FlowControlServerInput, GoOnIsAllThatACallCanBeTold) {
  const auto writer = client_.Writer(kFits, harness::kForever);
  harness::Context context;
  hello::HelloRequest request;
  request.set_name(writer->id());
  request.set_greeting("go away");
  hello::HelloReply reply;
  const grpc::Status status = stub_->hello(&context, request, &reply);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(),
            "greeting \"go away\": wanted nothing or \"go on\"");
}

TEST_F(FlowControlServerInput, AMessageOutOfOrderIsRefused) {
  harness::Context context;
  hello::DelayedReply reply;
  const auto stream = stub_->clientHello(&context, &reply);
  hello::HelloRequest request;
  for (const int number : {1, 3}) {
    request.set_greeting(FlowControlMessage(number));
    EXPECT_TRUE(stream->Write(request));
  }
  stream->WaitForInitialMetadata();
  EXPECT_EQ(client_.GoOn("1"), absl::OkStatus());
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(
      status.error_message(),
      testing::AllOf(testing::StartsWith("greeting \"3 ..."),
                     testing::EndsWith(": wanted message 2, of 16384 bytes")));
}

TEST_F(FlowControlServerInput, AnEchoEndsWhenItsClientHasGone) {
  harness::Context context;
  const auto stream = stub_->biHello(&context);
  hello::HelloRequest request;
  request.set_greeting("Hi");
  ASSERT_TRUE(stream->Write(request));
  hello::HelloReply reply;
  ASSERT_TRUE(stream->Read(&reply));
  EXPECT_EQ(reply.message(), "Hi");
  WaitFor("1", 1);
  context.TryCancel();
  EXPECT_THAT(stream->Finish(), harness::HasCode(absl::StatusCode::kCancelled));
  WaitForEnd("1");
}

TEST_F(FlowControlServerInput, OneCallTooManyIsRefused) {
  std::vector<std::unique_ptr<FlowControlReader>> readers;
  for (size_t i = 0; i < FlowControlCalls::kMostCalls; ++i) {
    readers.push_back(client_.Reader(10, harness::kForever));
    ASSERT_NE(readers.back()->id(), "");
  }
  const auto reader = client_.Reader(10, harness::kForever);
  EXPECT_EQ(reader->Read(1), 0);
  EXPECT_EQ(reader->Finish(),
            absl::ResourceExhaustedError(
                "parrotHello: wanted no more than 100 open calls"));
  EXPECT_EQ(client_.Writer(1000, harness::kForever)->Wait().status(),
            absl::ResourceExhaustedError(
                "clientHello: wanted no more than 100 open calls"));
  EXPECT_EQ(client_.WriteThenRead(1000, harness::kForever).status,
            absl::ResourceExhaustedError(
                "biHello: wanted no more than 100 open calls"));
}

TEST_F(FlowControlServerInput, ACallsPlaceIsFreeOnceItsStatusIsThere) {
  std::vector<std::unique_ptr<FlowControlReader>> readers;
  for (size_t i = 1; i < FlowControlCalls::kMostCalls; ++i) {
    readers.push_back(client_.Reader(10, harness::kForever));
  }
  for (int i = 0; i < 50; ++i) {
    const auto reader = client_.Reader(1, harness::kForever);
    EXPECT_EQ(reader->Read(2), 1);
    ASSERT_EQ(reader->Finish(), absl::OkStatus());
    EXPECT_EQ(Said(), "parrot: wrote 1 messages");
    const auto writer = client_.Writer(1, harness::kForever);
    ASSERT_EQ(client_.GoOn(writer->id()), absl::OkStatus());
    ASSERT_EQ(writer->Wait().value_or(""), "1 messages in order");
    ASSERT_EQ(client_.WriteAndRead(1, harness::kForever).status,
              absl::OkStatus());
  }
  // And once the server says that a client has gone.
  for (int i = 0; i < 2; ++i) {
    client_.Reader(1000, harness::kForever);
    EXPECT_EQ(Said(), "parrot: cut off before the last message");
  }
}

TEST_F(FlowControlServerInput, ARefusedCallMayBeCancelledAsWell) {
  std::vector<std::unique_ptr<FlowControlReader>> readers;
  for (size_t i = 0; i < FlowControlCalls::kMostCalls; ++i) {
    readers.push_back(client_.Reader(10, harness::kForever));
  }
  for (int i = 0; i < 200; ++i) {
    harness::Context context;
    hello::DelayedReply reply;
    const auto stream = stub_->clientHello(&context, &reply);
    if (i % 2 == 0) std::this_thread::yield();
    context.TryCancel();
    EXPECT_FALSE(stream->Finish().ok());
  }
  EXPECT_TRUE(client_.HowFar(readers.front()->id()).ok());
}

// Ends each call before it has done all that it was to do.
class Hasty final : public hello::Hello::Service {
  grpc::Status hello(grpc::ServerContext* /*context*/,
                     const hello::HelloRequest* /*request*/,
                     hello::HelloReply* reply) override {
    reply->set_message("far");
    return grpc::Status::OK;
  }
  grpc::Status parrotHello(
      grpc::ServerContext* /*context*/, const hello::HelloRequest* /*request*/,
      grpc::ServerWriter<hello::HelloReply>* writer) override {
    hello::HelloReply reply;
    reply.set_message(FlowControlMessage(2));
    writer->Write(reply);
    return grpc::Status::OK;
  }
  grpc::Status clientHello(grpc::ServerContext* /*context*/,
                           grpc::ServerReader<hello::HelloRequest>* reader,
                           hello::DelayedReply* /*reply*/) override {
    reader->SendInitialMetadata();
    hello::HelloRequest request;
    reader->Read(&request);
    return grpc::Status::OK;
  }
  grpc::Status biHello(
      grpc::ServerContext* /*context*/,
      grpc::ServerReaderWriter<hello::HelloReply, hello::HelloRequest>* stream)
      override {
    hello::HelloRequest request;
    stream->Read(&request);
    hello::HelloReply reply;
    reply.set_message("something else");
    stream->Write(reply);
    return grpc::Status::OK;
  }
};

TEST(FlowControlClient, SaysWhatAHastyServerDidNotDo) {
  Hasty hasty;
  const harness::FakeServer server(hasty);
  FlowControlClient client(server.address());
  EXPECT_EQ(client.HowFar("1").status(),
            absl::InternalError("hello: \"far\": wanted a number"));
  const auto reader = client.Reader(1000, harness::kForever);
  EXPECT_EQ(reader->Read(1000), 0);
  EXPECT_EQ(reader->Finish(),
            absl::DataLossError("parrotHello: wanted message 1"));
  EXPECT_EQ(client.Writer(1000, harness::kForever)->Wait().status(),
            absl::AbortedError("clientHello: the server ended the call before "
                               "the last message"));
  const FlowControlEchoes echoes = client.WriteAndRead(1000, harness::kForever);
  EXPECT_EQ(echoes.read, 0);
  EXPECT_EQ(echoes.status,
            absl::AbortedError("biHello: the server ended the call before the "
                               "last message"));
}

TEST(FlowControlStory, NoticesAServerThatDoesOtherwise) {
  Hasty hasty;
  const harness::Told told = harness::StoryWith(hasty, TellFlowControl);
  EXPECT_THAT(told.outcome,
              harness::HasCode(absl::StatusCode::kFailedPrecondition))
      << told.text;
}

}  // namespace
