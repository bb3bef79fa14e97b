// SPDX-License-Identifier: Apache-2.0

#include "hello_client_streaming.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "tests/harness.h"
#include "tests/hello_harness.h"
#include "tests/lines.h"

namespace {

class ClientStreaming : public HelloTest {
 protected:
  absl::Status Run(const std::string& lines) {
    harness::Lines names(lines);
    return HelloClientStreaming(stub_, names, harness::kForever, out_);
  }

  // Opens a call and sends a first request.
  void Open(grpc::ClientContext& context) {
    writer_ = stub_.clientHello(&context, &reply_);
    ASSERT_TRUE(writer_->Write(Request("Hello", "World")));
  }

  hello::DelayedReply reply_;
  std::unique_ptr<grpc::ClientWriter<hello::HelloRequest>> writer_;
};

TEST_F(ClientStreaming, PrintsWhatTheTutorialPrints) {
  ASSERT_EQ(Run("hello\nhow are you\ni'm fine\nbye\n\nnot sent\n"),
            absl::OkStatus());
  EXPECT_EQ(out_.str(),
            "********************\n"
            "message: \"You have sent 4 messages. Please expect a delayed "
            "response.\"\n"
            "request {\n  name: \"hello\"\n  greeting: \"Hello\"\n}\n"
            "request {\n  name: \"how are you\"\n  greeting: \"Hello\"\n}\n"
            "request {\n  name: \"i\\'m fine\"\n  greeting: \"Hello\"\n}\n"
            "request {\n  name: \"bye\"\n  greeting: \"Hello\"\n}\n\n");
  EXPECT_EQ(
      Log(),
      "********************\nname: \"hello\"\ngreeting: \"Hello\"\n\n"
      "********************\nname: \"how are you\"\ngreeting: \"Hello\"\n\n"
      "********************\nname: \"i\\'m fine\"\ngreeting: \"Hello\"\n\n"
      "********************\nname: \"bye\"\ngreeting: \"Hello\"\n\n");
}

TEST_F(ClientStreaming, AnEmptyStreamIsAnswered) {
  ASSERT_EQ(Run(""), absl::OkStatus());
  EXPECT_EQ(out_.str(),
            "********************\nmessage: \"You have sent 0 messages. "
            "Please expect a delayed response.\"\n\n");
  EXPECT_EQ(Log(), "");
}

TEST_F(ClientStreaming, TenThousandNamesComeBackInOrder) {
  std::string lines;
  std::string requests;
  for (int i = 0; i < 10'000; ++i) {
    absl::StrAppend(&lines, i, "\n");
    absl::StrAppend(&requests, "request {\n  name: \"", i,
                    "\"\n  greeting: \"Hello\"\n}\n");
  }
  ASSERT_EQ(Run(lines), absl::OkStatus());
  EXPECT_EQ(out_.str(),
            "********************\nmessage: \"You have sent 10000 messages. "
            "Please expect a delayed response.\"\n" +
                requests + "\n");
}

TEST_F(ClientStreaming, KeepsEveryByteOfAName) {
  ASSERT_EQ(Run(std::string("a\0b\n世界\n", 11)), absl::OkStatus());
  EXPECT_THAT(out_.str(), testing::HasSubstr("name: \"a\\000b\""));
  EXPECT_THAT(out_.str(), testing::HasSubstr("name: \"世界\""));
}

TEST_F(ClientStreaming, ANameOfFiveMegabytesIsRefusedAndTheServerLivesOn) {
  EXPECT_THAT(Run(std::string(5'000'000, 'x')),
              harness::HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(out_.str(), "");
  EXPECT_TRUE(Lives());
}

TEST_F(ClientStreaming, AsMuchAsAReplyHoldsIsAnswered) {
  const std::string name(1'000'000, 'x');
  ASSERT_EQ(Run(absl::StrCat(name, "\n", name, "\n", name, "\n", name, "\n")),
            absl::OkStatus());
  EXPECT_THAT(out_.str(), testing::HasSubstr("You have sent 4 messages."));
}

TEST_F(ClientStreaming, MoreThanAReplyHoldsIsRefusedAndTheServerLivesOn) {
  harness::EndlessLines names;
  const absl::Status status =
      HelloClientStreaming(stub_, names, harness::kForever, out_);
  EXPECT_THAT(status, harness::HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(std::string(status.message()),
              testing::HasSubstr("4194304 bytes in all"));
  EXPECT_EQ(out_.str(), "");
  EXPECT_TRUE(Lives());
}

TEST_F(ClientStreaming, TheCallEndsAtOnceWhenTheClientHasGone) {
  harness::Context context;
  Open(context);
  context.TryCancel();
  EXPECT_THAT(writer_->Finish(),
              harness::HasCode(absl::StatusCode::kCancelled));
  // Returns only when the server, too, is through with the call.
  server_->Shutdown(absl::InfiniteDuration());
}

TEST_F(ClientStreaming, ADeadlineThatPassesEndsTheCall) {
  harness::Context context(absl::Milliseconds(100));
  // The deadline may pass even before the first request is sent.
  writer_ = stub_.clientHello(&context, &reply_);
  EXPECT_THAT(writer_->Finish(),
              harness::HasCode(absl::StatusCode::kDeadlineExceeded));
  server_->Shutdown(absl::InfiniteDuration());
}

TEST_F(ClientStreaming, AServerThatIsStoppedEndsTheCall) {
  harness::Context context;
  Open(context);
  server_->Shutdown(absl::ZeroDuration());
  EXPECT_FALSE(writer_->Finish().ok());
}

TEST_F(ClientStreaming, NoServerIsUnavailable) {
  server_.reset();
  EXPECT_THAT(Run("hello\n"), harness::HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Run(""), harness::HasCode(absl::StatusCode::kUnavailable));
}

TEST_F(ClientStreaming, AListThatCannotBeReadIsNotSentAsAWhole) {
  EXPECT_EQ(Run("hello\n\xff\nbye\n"),
            absl::InvalidArgumentError("line 2 '\\xff': wanted text in UTF-8"));
  EXPECT_EQ(out_.str(), "");
}

// Answers, or fails to, as soon as the first request has come.
class Hasty final : public hello::Hello::Service {
 public:
  explicit Hasty(const grpc::Status& status) : status_(status) {}

 private:
  grpc::Status clientHello(grpc::ServerContext* /*context*/,
                           grpc::ServerReader<hello::HelloRequest>* reader,
                           hello::DelayedReply* /*reply*/) override {
    hello::HelloRequest request;
    return reader->Read(&request) ? status_ : grpc::Status::CANCELLED;
  }

  const grpc::Status status_;
};

absl::Status RunAgainst(Hasty service) {
  const harness::FakeServer server(service);
  hello::Hello::Stub stub(harness::ChannelTo(server.address()));
  harness::Lines names("one\ntwo\nthree\n");
  std::ostringstream out;
  return HelloClientStreaming(stub, names, harness::kForever, out);
}

TEST(ClientStreamingClient, ReportsAnAnswerThatCameBeforeTheLastName) {
  const absl::Status status = RunAgainst(Hasty(grpc::Status::OK));
  EXPECT_THAT(status, harness::HasCode(absl::StatusCode::kAborted));
  // How many names it could send before the answer came, depends.
  EXPECT_THAT(std::string(status.message()),
              testing::StartsWith("clientHello: the server has read 0 of "));
}

TEST(ClientStreamingClient, ReportsTheStatusOfAServerThatHadEnough) {
  EXPECT_EQ(RunAgainst(Hasty(
                grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "hush"))),
            absl::PermissionDeniedError("clientHello: hush"));
}

TEST(ClientStreamingClient, WaitsNoLongerThanItsTimeout) {
  SilentHello service;
  const harness::FakeServer server(service);
  hello::Hello::Stub stub(harness::ChannelTo(server.address()));
  harness::Lines names("hello\n");
  std::ostringstream out;
  EXPECT_THAT(HelloClientStreaming(stub, names, absl::Milliseconds(100), out),
              harness::HasCode(absl::StatusCode::kDeadlineExceeded));
}

}  // namespace
