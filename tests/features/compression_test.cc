// SPDX-License-Identifier: Apache-2.0

#include "compression.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "compression_client.h"
#include "compression_parrot.h"
#include "compression_server.h"
#include "compression_text.h"
#include "gmock/gmock.h"
#include "hello.grpc.pb.h"
#include "support/call_limit.h"
#include "support/story.h"
#include "support/tcp_proxy.h"
#include "tests/feature_contract.h"
#include "tests/feature_harness.h"
#include "tests/harness.h"

namespace {

using Setup = FeatureSetup<CompressionServer, TellCompression>;

INSTANTIATE_TYPED_TEST_SUITE_P(Compression, FeatureContract, Setup);

constexpr uint64_t kMiB = 1 << 20;

// What gRPC itself may need for a call of some MiB.
constexpr uint64_t kOverhead = 20000;

class Compression : public harness::FeatureTest<CompressionServer> {
 protected:
  // How many bytes went over the wire since the last time that it was called.
  uint64_t Sent() { return Since(proxy_->to_server(), sent_); }
  uint64_t Came() { return Since(proxy_->to_client(), came_); }

  const std::unique_ptr<support::TcpProxy> proxy_ =
      harness::MustStart(support::TcpProxy::Start(server_->address()));
  const std::string text_ = RepetitiveText(kMiB);
  CompressionClient plain_{proxy_->address(), grpc::ChannelArguments()};
  CompressionClient gzip_{proxy_->address(), CompressWithGzip()};
  CompressionClient simple_{proxy_->address(), TakeNothingCompressed()};

 private:
  static uint64_t Since(uint64_t now, uint64_t& last) {
    const uint64_t bytes = now - last;
    last = now;
    return bytes;
  }

  uint64_t sent_ = 0;
  uint64_t came_ = 0;
};

testing::Matcher<uint64_t> About(uint64_t bytes) {
  return testing::AllOf(testing::Ge(bytes), testing::Le(bytes + kOverhead));
}

TEST_F(Compression, AChannelCompressesAllThatItsCallsSend) {
  EXPECT_EQ(plain_.Send(text_).value_or(""), "1048576 bytes");
  EXPECT_THAT(Sent(), About(kMiB));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(gzip_.Send(text_).value_or(""), "1048576 bytes");
    EXPECT_LT(Sent(), kOverhead);
  }
}

TEST_F(Compression, ACallCompressesAsItLikes) {
  EXPECT_EQ(plain_.Send(text_, GRPC_COMPRESS_GZIP).value_or(""),
            "1048576 bytes");
  EXPECT_LT(Sent(), kOverhead);
  EXPECT_EQ(gzip_.Send(text_, GRPC_COMPRESS_NONE).value_or(""),
            "1048576 bytes");
  EXPECT_THAT(Sent(), About(kMiB));
}

TEST_F(Compression, AServerCompressesWhateverTheClientDoes) {
  EXPECT_EQ(plain_.Listen("").value_or(""), "3 messages");
  EXPECT_LT(Came(), kOverhead);
  EXPECT_EQ(gzip_.Listen("plain").value_or(""), "3 messages");
  EXPECT_THAT(Came(), About(3 * kMiB));
}

TEST_F(Compression, AMessageIsLeftAsItIs) {
  EXPECT_EQ(plain_.Listen("second plain").value_or(""), "3 messages");
  EXPECT_THAT(Came(), About(kMiB));
}

TEST_F(Compression, ALevelIsForThoseWhoTakeIt) {
  EXPECT_EQ(plain_.Listen("level").value_or(""), "3 messages");
  EXPECT_LT(Came(), kOverhead);
  EXPECT_EQ(simple_.Listen("level").value_or(""), "3 messages");
  EXPECT_THAT(Came(), About(3 * kMiB));
}

TEST_F(Compression, ATextAtRandomShrinksByAnEighth) {
  EXPECT_EQ(gzip_.Send(RandomText(kMiB)).value_or(""), "1048576 bytes");
  EXPECT_THAT(Sent(), About(kMiB * 7 / 8));
}

// Compressed, these bytes would be more: then gRPC sends them as they are.
TEST_F(Compression, WhatDoesNotShrinkIsTakenAsWell) {
  EXPECT_EQ(gzip_.Send("Hi").value_or(""), "2 bytes");
  EXPECT_EQ(gzip_.Send("").value_or(""), "0 bytes");
}

TEST_F(Compression, AnAlgorithmThatTheServerDoesNotHaveIsUnimplemented) {
  EXPECT_THAT(plain_.Send(text_, GRPC_COMPRESS_DEFLATE),
              harness::HasCode(absl::StatusCode::kUnimplemented));
  // Even for a message that would not have been compressed.
  EXPECT_THAT(plain_.Send("Hi", GRPC_COMPRESS_DEFLATE),
              harness::HasCode(absl::StatusCode::kUnimplemented));
  EXPECT_EQ(plain_.Send("Hi").value_or(""), "2 bytes");
}

TEST_F(Compression, AMessageThatUnpacksToTooMuchIsRefused) {
  const std::string bomb = RepetitiveText(8 * kMiB);
  EXPECT_THAT(plain_.Send(bomb, GRPC_COMPRESS_GZIP),
              harness::HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(plain_.Send(bomb, GRPC_COMPRESS_DEFLATE),
              harness::HasCode(absl::StatusCode::kUnimplemented));
}

TEST_F(Compression, AnotherWayToCompressIsRefused) {
  EXPECT_EQ(plain_.Listen("loudly").status(),
            absl::InvalidArgumentError(
                "parrotHello: greeting \"loudly\": wanted nothing, \"plain\", "
                "\"second plain\" or \"level\""));
}

TEST_F(Compression, TheServerSaysWhatItTook) {
  EXPECT_EQ(gzip_.Send("Hi").value_or(""), "2 bytes");
  EXPECT_EQ(Said(), "took 2 bytes");
}

// A call whose first message does not fit into the window, so that the server
// waits until it is read.
class OpenCall {
 public:
  explicit OpenCall(hello::Hello::Stub& stub) {
    hello::HelloRequest request;
    request.set_greeting("plain");
    stream_ = stub.parrotHello(&context_, request);
    stream_->WaitForInitialMetadata();  // Comes with the first bytes.
  }
  grpc::Status Cancel() {
    context_.TryCancel();
    return stream_->Finish();
  }
  grpc::Status End() {
    hello::HelloReply reply;
    while (stream_->Read(&reply)) {
    }
    return stream_->Finish();
  }

 private:
  harness::Context context_;
  std::unique_ptr<grpc::ClientReader<hello::HelloReply>> stream_;
};

class CompressionOpenCall : public Compression {
 protected:
  static std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);  // The window stays small.
    return grpc::CreateCustomChannel(
        address, grpc::InsecureChannelCredentials(), arguments);
  }

  hello::Hello::Stub stub_{ChannelTo(server_->address())};
  OpenCall call_{stub_};
};

TEST_F(CompressionOpenCall, EndsWhenTheClientLeaves) {
  EXPECT_THAT(call_.Cancel(), harness::HasCode(absl::StatusCode::kCancelled));
  // Returns when no call is open any more.
  server_->Shutdown(harness::kForever);
}

TEST_F(CompressionOpenCall, EndsWithTheServer) {
  server_.reset();
  EXPECT_FALSE(call_.End().ok());
}

TEST_F(CompressionOpenCall, IsOneOfAsManyAsThereMayBe) {
  std::vector<std::unique_ptr<OpenCall>> calls;
  for (int i = 1; i < CompressionService::kMostStreams; ++i) {
    calls.push_back(std::make_unique<OpenCall>(stub_));
  }
  EXPECT_EQ(plain_.Listen("").status(),
            absl::ResourceExhaustedError(
                "parrotHello: wanted no more than 100 open calls"));
  EXPECT_EQ(plain_.Send("Hi").value_or(""), "2 bytes");
  // One is read to its end, and there is room for another, and another, as soon
  // as the server knows that it is over.
  EXPECT_TRUE(call_.End().ok());
  for (int i = 0; i < 2; ++i) {
    auto heard = plain_.Listen("");
    while (absl::IsResourceExhausted(heard.status())) heard = plain_.Listen("");
    EXPECT_EQ(heard.value_or(""), "3 messages");
  }
  for (const auto& call : calls) {
    EXPECT_THAT(call->Cancel(), harness::HasCode(absl::StatusCode::kCancelled));
  }
}

TEST(CompressionText, IsAsLongAsIsWanted) {
  EXPECT_EQ(RepetitiveText(15), "Hello, Ada! Hel");
  EXPECT_EQ(RepetitiveText(0), "");
  EXPECT_EQ(RandomText(1000).size(), 1000);
  EXPECT_EQ(RandomText(1000), RandomText(1000));
}

// Takes all, and compresses nothing.
class Loose final : public hello::Hello::CallbackService {
  grpc::ServerUnaryReactor* hello(grpc::CallbackServerContext* context,
                                  const hello::HelloRequest* request,
                                  hello::HelloReply* reply) override {
    reply->set_message(std::to_string(request->greeting().size()) + " bytes");
    auto* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
  grpc::ServerWriteReactor<hello::HelloReply>* parrotHello(
      grpc::CallbackServerContext* /*context*/,
      const hello::HelloRequest* /*request*/) override {
    return new CompressionParrot(/*second_is_plain=*/false,
                                 support::CallLimit::Slot(limit_));
  }

  support::CallLimit limit_{1};
};

TEST(CompressionStory, NoticesAServerThatDoesOtherwise) {
  Loose loose;
  const harness::Told told = harness::StoryWith(loose, TellCompression);
  EXPECT_EQ(told.outcome,
            absl::FailedPreconditionError(
                "step 5, to the client: 3.0 MiB (wanted less than 0.1 MiB); "
                "and 4 more"))
      << told.text;
}

TEST(CompressionStory, NoticesThatThereIsNoSuchServer) {
  const harness::Told told = harness::StoryAt("nowhere", TellCompression);
  EXPECT_EQ(told.outcome,
            absl::FailedPreconditionError(
                "step 1, client: INVALID_ARGUMENT: target nowhere: wanted "
                "HOST:PORT (wanted OK)"));
}

}  // namespace
