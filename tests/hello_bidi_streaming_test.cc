// SPDX-License-Identifier: Apache-2.0

#include "hello_bidi_streaming.h"

#include <memory>
#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "support/line_reader.h"
#include "tests/harness.h"
#include "tests/hello_harness.h"
#include "tests/lines.h"

namespace {

using HelloStream =
    grpc::ClientReaderWriter<hello::HelloRequest, hello::HelloReply>;

class BidiStreaming : public HelloTest {
 protected:
  absl::Status Run(const std::string& lines) {
    harness::Lines names(lines);
    return HelloBidiStreaming(stub_, names, harness::kForever, out_);
  }

  // Opens a call, of which the first request is answered.
  void Open(grpc::ClientContext& context) {
    stream_ = stub_.biHello(&context);
    ASSERT_TRUE(stream_->Write(Request("Hello", "World")));
    ASSERT_TRUE(stream_->Read(&reply_));
    ASSERT_EQ(reply_.message(), "Hello World");
  }

  hello::HelloReply reply_;
  std::unique_ptr<HelloStream> stream_;
};

TEST_F(BidiStreaming, PrintsWhatTheTutorialPrints) {
  ASSERT_EQ(Run("hello\nhi\n\nnot sent\n"), absl::OkStatus());
  EXPECT_EQ(out_.str(),
            "********************\nmessage: \"Hello hello\"\n\n"
            "********************\nmessage: \"Hello hi\"\n\n");
  EXPECT_EQ(Log(),
            "********************\nname: \"hello\"\ngreeting: \"Hello\"\n\n"
            "********************\nname: \"hi\"\ngreeting: \"Hello\"\n\n");
}

TEST_F(BidiStreaming, ShowsTheReplyBeforeItAsksForTheNextName) {
  std::istringstream in("hello\nhi\n");
  support::LineReader names(in, out_, /*ask=*/true);
  ASSERT_EQ(HelloBidiStreaming(stub_, names, harness::kForever, out_),
            absl::OkStatus());
  const std::string question =
      "Please enter a name (or nothing to stop chatting): ";
  EXPECT_EQ(out_.str(),
            absl::StrCat(
                question, "********************\nmessage: \"Hello hello\"\n\n",
                question, "********************\nmessage: \"Hello hi\"\n\n",
                question, "\n"));
}

TEST_F(BidiStreaming, AnEmptyStreamIsNoFailure) {
  EXPECT_EQ(Run(""), absl::OkStatus());
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(Log(), "");
}

TEST_F(BidiStreaming, TenThousandNamesAreAnsweredInOrder) {
  std::string lines;
  std::string replies;
  for (int i = 0; i < 10'000; ++i) {
    absl::StrAppend(&lines, i, "\n");
    absl::StrAppend(&replies, "********************\nmessage: \"Hello ", i,
                    "\"\n\n");
  }
  ASSERT_EQ(Run(lines), absl::OkStatus());
  EXPECT_EQ(out_.str(), replies);
}

TEST_F(BidiStreaming, KeepsEveryByteOfAName) {
  ASSERT_EQ(Run(std::string("a\0b\n世界\n", 11)), absl::OkStatus());
  EXPECT_THAT(out_.str(), testing::HasSubstr("\"Hello a\\000b\""));
  EXPECT_THAT(out_.str(), testing::HasSubstr("\"Hello 世界\""));
}

TEST_F(BidiStreaming, ANameOfFiveMegabytesIsRefusedAndTheServerLivesOn) {
  EXPECT_THAT(Run(absl::StrCat("hello\n", std::string(5'000'000, 'x'))),
              harness::HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(out_.str(), "********************\nmessage: \"Hello hello\"\n\n");
  EXPECT_TRUE(Lives());
}

TEST_F(BidiStreaming, TheCallEndsAtOnceWhenTheClientHasGone) {
  harness::Context context;
  Open(context);
  context.TryCancel();
  EXPECT_FALSE(stream_->Read(&reply_));
  EXPECT_THAT(stream_->Finish(),
              harness::HasCode(absl::StatusCode::kCancelled));
  // Returns only when the server, too, is through with the call.
  server_->Shutdown(absl::InfiniteDuration());
}

// A client that sends and sends and never reads: its requests stop being
// accepted, and no reply is lost or kept without bound.
TEST_F(BidiStreaming, AClientThatDoesNotReadIsHeldUp) {
  harness::Context context(absl::Seconds(1));
  stream_ = stub_.biHello(&context);
  const hello::HelloRequest request =
      Request("Hello", std::string(1'000'000, 'x'));
  int written = 0;
  while (stream_->Write(request)) ++written;
  EXPECT_LT(written, 100);
  EXPECT_THAT(stream_->Finish(),
              harness::HasCode(absl::StatusCode::kDeadlineExceeded));
  EXPECT_TRUE(Lives());
}

TEST_F(BidiStreaming, ADeadlineThatPassesEndsTheCall) {
  harness::Context context(absl::Milliseconds(100));
  stream_ = stub_.biHello(&context);
  EXPECT_FALSE(stream_->Read(&reply_));
  EXPECT_THAT(stream_->Finish(),
              harness::HasCode(absl::StatusCode::kDeadlineExceeded));
  server_->Shutdown(absl::InfiniteDuration());
}

TEST_F(BidiStreaming, AServerThatIsStoppedEndsTheCall) {
  harness::Context context;
  Open(context);
  server_->Shutdown(absl::ZeroDuration());
  EXPECT_FALSE(stream_->Read(&reply_));
  EXPECT_FALSE(stream_->Finish().ok());
}

TEST_F(BidiStreaming, NoServerIsUnavailable) {
  server_.reset();
  EXPECT_THAT(Run("hello\n"), harness::HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Run(""), harness::HasCode(absl::StatusCode::kUnavailable));
}

TEST_F(BidiStreaming, AListThatCannotBeReadIsReported) {
  EXPECT_EQ(Run("hello\n\xff\nbye\n"),
            absl::InvalidArgumentError("line 2 '\\xff': wanted text in UTF-8"));
  EXPECT_EQ(out_.str(), "********************\nmessage: \"Hello hello\"\n\n");
}

// Answers the first request and ends the call with a status. If there is none,
// says goodbye.
class Brief final : public hello::Hello::Service {
 public:
  explicit Brief(const grpc::Status& status) : status_(status) {}

 private:
  grpc::Status biHello(
      grpc::ServerContext* /*context*/,
      grpc::ServerReaderWriter<hello::HelloReply, hello::HelloRequest>* stream)
      override {
    hello::HelloRequest request;
    hello::HelloReply reply;
    reply.set_message(stream->Read(&request) ? "Hello" : "Goodbye");
    return stream->Write(reply) ? status_ : grpc::Status::CANCELLED;
  }

  const grpc::Status status_;
};

absl::Status RunAgainst(Brief service, const std::string& lines,
                        std::ostream& out) {
  const harness::FakeServer server(service);
  hello::Hello::Stub stub(harness::ChannelTo(server.address()));
  harness::Lines names(lines);
  return HelloBidiStreaming(stub, names, harness::kForever, out);
}

TEST(BidiStreamingClient, ReadsWhatTheServerSaysAfterTheHalfClose) {
  std::ostringstream out;
  EXPECT_EQ(RunAgainst(Brief(grpc::Status::OK), "", out), absl::OkStatus());
  EXPECT_EQ(out.str(), "********************\nmessage: \"Goodbye\"\n\n");
}

TEST(BidiStreamingClient, ReportsACallThatEndedBeforeTheLastName) {
  std::ostringstream out;
  EXPECT_THAT(RunAgainst(Brief(grpc::Status::OK), "one\ntwo\n", out),
              harness::HasCode(absl::StatusCode::kAborted));
  EXPECT_EQ(out.str(), "********************\nmessage: \"Hello\"\n\n");
}

TEST(BidiStreamingClient, ReportsTheStatusOfAServerThatHadEnough) {
  std::ostringstream out;
  const grpc::Status status(grpc::StatusCode::PERMISSION_DENIED, "hush");
  EXPECT_EQ(RunAgainst(Brief(status), "one\ntwo\n", out),
            absl::PermissionDeniedError("biHello: hush"));
}

}  // namespace
