// SPDX-License-Identifier: Apache-2.0

#include "hello_server_streaming.h"

#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "tests/harness.h"
#include "tests/hello_harness.h"

namespace {

class ServerStreaming : public HelloTest {
 protected:
  using HelloTest::HelloTest;

  absl::Status Run(const hello::HelloRequest& request,
                   absl::Duration timeout = harness::kForever) {
    return HelloServerStreaming(stub_, request, timeout, out_);
  }
};

TEST_F(ServerStreaming, PrintsWhatTheTutorialPrints) {
  ASSERT_EQ(Run(Request("Hello", "World")), absl::OkStatus());
  EXPECT_EQ(out_.str(),
            "********************\nmessage: \"Hello World 1\"\n\n"
            "********************\nmessage: \"Hello World 2\"\n\n"
            "********************\nmessage: \"Hello World 3\"\n\n");
  EXPECT_EQ(Log(), "name: \"World\"\ngreeting: \"Hello\"\n\n");
}

TEST_F(ServerStreaming, KeepsEveryByteOfAName) {
  ASSERT_EQ(Run(Request("Hello", std::string("a\0b ë", 6))), absl::OkStatus());
  EXPECT_THAT(out_.str(), testing::HasSubstr("\"Hello a\\000b ë 3\""));
}

TEST_F(ServerStreaming, ANameOfFiveMegabytesIsRefusedAndTheServerLivesOn) {
  EXPECT_THAT(Run(Request("Hello", std::string(5'000'000, 'x'))),
              harness::HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(out_.str(), "");
  EXPECT_TRUE(Lives());
}

TEST_F(ServerStreaming, AStoppedServerIsUnavailable) {
  server_.reset();
  EXPECT_THAT(Run(Request("Hello", "World")),
              harness::HasCode(absl::StatusCode::kUnavailable));
}

// The client has gone before, while or after the alarm is set.
TEST_F(ServerStreaming, AThousandCancelledCallsLeaveNothingBehind) {
  for (int i = 0; i < 1000; ++i) {
    harness::Context context;
    const auto reader = stub_.parrotHello(&context, Request("Hello", "World"));
    hello::HelloReply reply;
    for (int read = 0; read < i % 4; ++read) EXPECT_TRUE(reader->Read(&reply));
    context.TryCancel();
    while (reader->Read(&reply)) {
    }
    // It may have been through already.
    const grpc::Status status = reader->Finish();
    EXPECT_TRUE(status.ok() ||
                status.error_code() == grpc::StatusCode::CANCELLED);
  }
  server_->Shutdown(absl::InfiniteDuration());
}

// The server's interval has no end here: whatever comes to an end in these
// tests does not wait for it.
class SlowServerStreaming : public ServerStreaming {
 protected:
  SlowServerStreaming() : ServerStreaming(absl::InfiniteDuration()) {}

  // Opens a call and reads the first reply.
  void Open() {
    reader_ = stub_.parrotHello(&context_, Request("Hello", "World"));
    ASSERT_TRUE(reader_->Read(&reply_));
    ASSERT_EQ(reply_.message(), "Hello World 1");
  }

  harness::Context context_;
  hello::HelloReply reply_;
  std::unique_ptr<grpc::ClientReader<hello::HelloReply>> reader_;
};

TEST_F(SlowServerStreaming, TheCallEndsAtOnceWhenTheClientHasGone) {
  Open();
  context_.TryCancel();
  EXPECT_FALSE(reader_->Read(&reply_));
  EXPECT_THAT(reader_->Finish(),
              harness::HasCode(absl::StatusCode::kCancelled));
  // Returns only when the server, too, is through with the call.
  server_->Shutdown(absl::InfiniteDuration());
}

TEST_F(SlowServerStreaming, ADeadlineThatPassesIsReported) {
  EXPECT_THAT(Run(Request("Hello", "World"), absl::Milliseconds(100)),
              harness::HasCode(absl::StatusCode::kDeadlineExceeded));
  server_->Shutdown(absl::InfiniteDuration());
}

TEST_F(SlowServerStreaming, AServerThatIsStoppedEndsTheCall) {
  Open();
  server_->Shutdown(absl::ZeroDuration());
  EXPECT_FALSE(reader_->Read(&reply_));
  EXPECT_FALSE(reader_->Finish().ok());
}

class GracefulServerStreaming : public ServerStreaming {
 protected:
  GracefulServerStreaming() : ServerStreaming(absl::Milliseconds(200)) {}
};

TEST_F(GracefulServerStreaming, AnOpenCallMayFinishWhileTheServerStops) {
  harness::Context context;
  const auto reader = stub_.parrotHello(&context, Request("Hello", "World"));
  hello::HelloReply reply;
  ASSERT_TRUE(reader->Read(&reply));
  std::thread stopper([this] { server_->Shutdown(absl::InfiniteDuration()); });
  EXPECT_TRUE(reader->Read(&reply));
  EXPECT_TRUE(reader->Read(&reply));
  EXPECT_EQ(reply.message(), "Hello World 3");
  EXPECT_FALSE(reader->Read(&reply));
  EXPECT_TRUE(reader->Finish().ok());
  stopper.join();
}

// Sends as many replies as it was told to, and then a status.
class Verbose final : public hello::Hello::Service {
 public:
  Verbose(int replies, const grpc::Status& status)
      : replies_(replies), status_(status) {}

 private:
  grpc::Status parrotHello(
      grpc::ServerContext* /*context*/, const hello::HelloRequest* /*request*/,
      grpc::ServerWriter<hello::HelloReply>* writer) override {
    hello::HelloReply reply;
    for (int i = 0; i < replies_; ++i) {
      reply.set_message(absl::StrCat(i));
      if (!writer->Write(reply)) return grpc::Status::CANCELLED;
    }
    return status_;
  }

  const int replies_;
  const grpc::Status status_;
};

absl::Status RunAgainst(Verbose service, std::ostream& out) {
  const harness::FakeServer server(service);
  hello::Hello::Stub stub(harness::ChannelTo(server.address()));
  return HelloServerStreaming(stub, hello::HelloRequest(), harness::kForever,
                              out);
}

TEST(ServerStreamingClient, PrintsTenThousandRepliesInOrder) {
  std::ostringstream out;
  ASSERT_EQ(RunAgainst(Verbose(10'000, grpc::Status::OK), out),
            absl::OkStatus());
  std::string expected;
  for (int i = 0; i < 10'000; ++i) {
    absl::StrAppend(&expected, "********************\nmessage: \"", i,
                    "\"\n\n");
  }
  EXPECT_EQ(out.str(), expected);
}

TEST(ServerStreamingClient, AnEmptyStreamIsNoFailure) {
  std::ostringstream out;
  EXPECT_EQ(RunAgainst(Verbose(0, grpc::Status::OK), out), absl::OkStatus());
  EXPECT_EQ(out.str(), "");
}

TEST(ServerStreamingClient, ReportsAStatusThatComesAfterReplies) {
  std::ostringstream out;
  const grpc::Status status(grpc::StatusCode::DATA_LOSS, "forgot the rest");
  EXPECT_EQ(RunAgainst(Verbose(1, status), out),
            absl::DataLossError("parrotHello: forgot the rest"));
  EXPECT_EQ(out.str(), "********************\nmessage: \"0\"\n\n");
}

}  // namespace
