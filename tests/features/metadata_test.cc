// SPDX-License-Identifier: Apache-2.0

#include "metadata.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "hello.grpc.pb.h"
#include "metadata_client.h"
#include "metadata_entries.h"
#include "metadata_server.h"
#include "tests/feature_contract.h"
#include "tests/feature_harness.h"
#include "tests/features/metadata_stranger.h"
#include "tests/harness.h"

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;

using Setup = FeatureSetup<MetadataServer, TellMetadata>;

INSTANTIATE_TYPED_TEST_SUITE_P(Metadata, FeatureContract, Setup);

class Metadata : public harness::FeatureTest<MetadataServer> {
 protected:
  MetadataClient ada_{channel_, "token-of-ada"};
};

TEST_F(Metadata, TheTokenSaysWhoIsGreeted) {
  MetadataClient grace(channel_, "token-of-grace");
  EXPECT_EQ(grace.Hello({}).reply.value_or(""), "Hello, Grace!");
  EXPECT_EQ(grace.BiHello({}).reply.value_or(""), "Hello, Grace!");
}

TEST_F(Metadata, ATokenThatIsNotKnownIsRefusedAndNotRepeated) {
  for (const std::string token : {"token-of-eve", "token-of-ada ", " "}) {
    const MetadataAnswer answer = MetadataClient(channel_, token).Hello({});
    EXPECT_EQ(answer.reply.status(),
              absl::UnauthenticatedError(
                  "hello: metadata key authorization: wanted \"Bearer TOKEN\" "
                  "with a known token"));
    EXPECT_THAT(answer.trailing,
                ElementsAre(Pair("www-authenticate", "Bearer")));
    EXPECT_EQ(Said(), "keys: authorization, user-agent");
    EXPECT_THAT(Said(), Not(HasSubstr("eve")));
  }
}

TEST_F(Metadata, OfTwoTokensNoneIsTaken) {
  EXPECT_EQ(
      ada_.Hello({{"authorization", "Bearer token-of-ada"}}).reply.status(),
      absl::UnauthenticatedError(
          "hello: metadata key authorization: 2 values: wanted one"));
}

TEST_F(Metadata, ARefusedStreamEndsWithNoInitialMetadata) {
  const MetadataAnswer answer =
      MetadataClient(channel_, "").BiHello({{"request-id", "7"}});
  EXPECT_EQ(answer.reply.status(),
            absl::UnauthenticatedError(
                "biHello: metadata key authorization: 0 values: wanted one"));
  EXPECT_THAT(answer.initial, IsEmpty());
  EXPECT_THAT(answer.trailing, ElementsAre(Pair("www-authenticate", "Bearer")));
}

TEST_F(Metadata, InitialMetadataOfAStreamDoesNotWaitForARequest) {
  harness::Context context;
  context.AddMetadata("authorization", "Bearer token-of-ada");
  context.AddMetadata("request-id", "7");
  hello::Hello::Stub stub(channel_);
  const auto stream = stub.biHello(&context);
  stream->WaitForInitialMetadata();
  EXPECT_THAT(CopyMetadata(context.GetServerInitialMetadata()),
              ElementsAre(Pair("request-id", "7")));
  EXPECT_TRUE(stream->WritesDone());
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_THAT(CopyMetadata(context.GetServerTrailingMetadata()),
              ElementsAre(Pair("replies", "0")));
}

TEST_F(Metadata, EachRequestOfAStreamIsAnsweredAndCounted) {
  harness::Context context;
  context.AddMetadata("authorization", "Bearer token-of-ada");
  hello::Hello::Stub stub(channel_);
  const auto stream = stub.biHello(&context);
  for (int i = 0; i < 3; ++i) {
    hello::HelloReply reply;
    EXPECT_TRUE(stream->Write(hello::HelloRequest()));
    EXPECT_TRUE(stream->Read(&reply));
    EXPECT_EQ(reply.message(), "Hello, Ada!");
  }
  EXPECT_TRUE(stream->WritesDone());
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_THAT(CopyMetadata(context.GetServerTrailingMetadata()),
              ElementsAre(Pair("replies", "3")));
}

TEST_F(Metadata, ValuesOfOneKeyKeepTheirOrderAmongOthers) {
  const MetadataEntries entries = {{"tag", "b"},        {"request-id", "2"},
                                   {"tag", "a"},        {"other", "x"},
                                   {"request-id", "1"}, {"tag", "b"}};
  for (const MetadataAnswer& answer :
       {ada_.Hello(entries), ada_.BiHello(entries)}) {
    EXPECT_TRUE(answer.reply.ok()) << answer.reply.status();
    EXPECT_THAT(answer.initial,
                ElementsAre(Pair("request-id", "2"), Pair("request-id", "1")));
    EXPECT_THAT(answer.trailing,
                ElementsAre(Pair(testing::_, testing::_), Pair("tag", "b"),
                            Pair("tag", "a"), Pair("tag", "b")));
  }
}

TEST_F(Metadata, BinaryValuesComeBackByteForByte) {
  std::string all;
  for (int i = 255; i >= 0; --i) all.push_back(static_cast<char>(i));
  const std::string zeros(3, '\0');
  const MetadataAnswer answer = ada_.Hello({{"picture-bin", zeros},
                                            {"picture-bin", ""},
                                            {"picture-bin", all},
                                            {"picture-bin", all + all}});
  EXPECT_THAT(answer.trailing,
              ElementsAre(Pair("letters", "11"), Pair("picture-bin", zeros),
                          Pair("picture-bin", ""), Pair("picture-bin", all),
                          Pair("picture-bin", all + all)));
}

TEST_F(Metadata, TextMayBeEmptyAndHoldAllThatCanBePrinted) {
  std::string printable;
  for (char c = ' '; c <= '~'; ++c) printable.push_back(c);
  EXPECT_THAT(ada_.Hello({{"tag", ""}, {"tag", printable}}).trailing,
              ElementsAre(Pair("letters", "11"), Pair("tag", ""),
                          Pair("tag", printable)));
}

TEST_F(Metadata, WhatMustNotBeSentIsNoCall) {
  const MetadataEntries malformed = {{"Tag", "x"}};
  const absl::Status wanted = absl::InvalidArgumentError(
      "metadata key \"Tag\": wanted one or more of a-z 0-9 - _ .");
  EXPECT_EQ(ada_.Hello(malformed).reply.status(), wanted);
  EXPECT_EQ(ada_.BiHello(malformed).reply.status(), wanted);
  EXPECT_TRUE(ada_.Hello({}).reply.ok());
  // The first that the server hears of.
  EXPECT_EQ(Said(), "keys: authorization, user-agent");
}

TEST_F(Metadata, TheServerSendsBackNoMoreThanIsTaken) {
  for (const std::string key : {"tag", "request-id"}) {
    // gRPC takes it, for it is less than 8 KiB with all that gRPC adds.
    const MetadataAnswer answer =
        ada_.HelloUnchecked({{key, std::string(7200 - key.size(), 'x')}});
    EXPECT_EQ(answer.reply.status(),
              absl::InvalidArgumentError(
                  "hello: metadata of 7232 bytes: wanted at most 7168"));
    EXPECT_THAT(answer.initial, IsEmpty());
    EXPECT_THAT(answer.trailing, IsEmpty());
  }
}

TEST_F(Metadata, AStrangersTextIsNotSentBackUnchecked) {
  MetadataStranger stranger(server_->address());
  stranger
      .Call("/hello.Hello/hello", {{"authorization", "Bearer token-of-ada"},
                                   {"request-id", "7\n\xff"}})
      .Message(/*last=*/true)
      .Send();
  EXPECT_EQ(Said(), "keys: authorization, request-id");
  EXPECT_EQ(Said(),
            "refuses: metadata key \"request-id\": byte 2 of the value is "
            "0x0a: wanted printable ASCII, or a key in -bin");
  EXPECT_TRUE(ada_.Hello({}).reply.ok());
}

TEST_F(Metadata, AStreamThatIsCancelledAtOnceIsOver) {
  // Some may be open yet when the last call comes, which needs room.
  for (int i = 0; i < MetadataService::kMostStreams - 1; ++i) {
    MetadataStranger stranger(server_->address());
    stranger
        .Call("/hello.Hello/biHello",
              {{"authorization", "Bearer token-of-ada"}})
        .Cancel()
        .Send();
  }
  EXPECT_TRUE(ada_.BiHello({}).reply.ok());
  server_->Shutdown(harness::kForever);  // Comes to an end: none is left.
}

TEST_F(Metadata, AStreamWhoseClientDoesNotReadEndsWithIt) {
  {
    MetadataStranger stranger(server_->address(), /*window=*/0);
    stranger
        .Call("/hello.Hello/biHello",
              {{"authorization", "Bearer token-of-ada"}})
        .Message(/*last=*/false)
        .Send();
    EXPECT_EQ(Said(), "keys: authorization");
    EXPECT_EQ(Said(), "greets Ada");
  }
  server_->Shutdown(harness::kForever);
}

// A stream of which the server has heard.
class OpenStream {
 public:
  explicit OpenStream(hello::Hello::Stub& stub) {
    context_.AddMetadata("authorization", "Bearer token-of-ada");
    stream_ = stub.biHello(&context_);
    stream_->WaitForInitialMetadata();
  }
  grpc::Status Close() {
    EXPECT_TRUE(stream_->WritesDone());
    return stream_->Finish();
  }
  grpc::Status End() {
    hello::HelloReply reply;
    EXPECT_FALSE(stream_->Read(&reply));
    return stream_->Finish();
  }

 private:
  harness::Context context_;
  std::unique_ptr<
      grpc::ClientReaderWriter<hello::HelloRequest, hello::HelloReply>>
      stream_;
};

TEST_F(Metadata, AnOpenStreamEndsWithTheServer) {
  hello::Hello::Stub stub(channel_);
  OpenStream stream(stub);
  server_.reset();
  EXPECT_FALSE(stream.End().ok());
}

TEST_F(Metadata, OneStreamTooManyIsRefused) {
  hello::Hello::Stub stub(channel_);
  std::vector<std::unique_ptr<OpenStream>> streams;
  for (int i = 0; i < MetadataService::kMostStreams; ++i) {
    streams.push_back(std::make_unique<OpenStream>(stub));
    EXPECT_EQ(Said(), "keys: authorization, user-agent");
    EXPECT_EQ(Said(), "greets Ada");
  }
  EXPECT_EQ(ada_.BiHello({}).reply.status(),
            absl::ResourceExhaustedError(
                "biHello: wanted no more than 100 open calls"));
  EXPECT_EQ(Said(), "refuses: wanted no more than 100 open calls");
  EXPECT_TRUE(ada_.Hello({}).reply.ok());  // Ends at once, and needs no room.

  // A stream that was refused for another reason takes nobody's place.
  EXPECT_TRUE(streams.front()->Close().ok());
  for (int i = 0; i < 2; ++i) {
    EXPECT_FALSE(MetadataClient(channel_, "").BiHello({}).reply.ok());
    EXPECT_TRUE(ada_.BiHello({}).reply.ok());
  }
  server_.reset();
  for (size_t i = 1; i < streams.size(); ++i) {
    EXPECT_FALSE(streams[i]->End().ok());
  }
}

}  // namespace
