// SPDX-License-Identifier: Apache-2.0

#include "keepalive.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "hello.grpc.pb.h"
#include "keepalive_client.h"
#include "keepalive_server.h"
#include "support/story.h"
#include "support/tcp_proxy.h"
#include "tests/feature_contract.h"
#include "tests/feature_harness.h"
#include "tests/harness.h"
#include "tests/hasty_hello.h"

namespace {

using harness::HasCode;
using harness::kForever;

using Setup = FeatureSetup<KeepaliveServer, TellKeepalive>;

INSTANTIATE_TYPED_TEST_SUITE_P(Keepalive, FeatureContract, Setup);

constexpr absl::Duration kSoon = absl::Milliseconds(300);

class Keepalive : public harness::FeatureTest<KeepaliveServer> {
 protected:
  // Returns when `name` has been greeted.
  std::unique_ptr<KeepaliveListener> Listen(KeepaliveClient& client,
                                            const std::string& name) {
    auto listener = client.Listen(name, kForever);
    EXPECT_EQ(listener->Next().value_or(""),
              absl::StrCat("Hello, ", name, "!"));
    EXPECT_EQ(Said(), absl::StrCat(name, " listens"));
    return listener;
  }

  const std::unique_ptr<support::TcpProxy> network_ =
      harness::MustStart(support::TcpProxy::Start(server_->address()));
  KeepaliveClient near_{channel_};
};

TEST_F(Keepalive, AClientThatAsksNoticesThatItsServerIsGone) {
  KeepaliveClient client(
      KeepaliveChannel(network_->address(), kSoon, absl::Milliseconds(1500)));
  const auto listener = Listen(client, "Ada");
  network_->Silence();
  EXPECT_THAT(listener->Next(), HasCode(absl::StatusCode::kUnavailable));
}

TEST_F(Keepalive, AClientNoticesItWithoutACallToo) {
  const auto channel =
      KeepaliveChannel(network_->address(), kSoon, absl::Milliseconds(1500));
  const auto forever = absl::ToChronoTime(absl::Now() + kForever);
  ASSERT_TRUE(channel->WaitForConnected(forever));
  network_->Silence();
  EXPECT_TRUE(channel->WaitForStateChange(GRPC_CHANNEL_READY, forever));
}

TEST_F(Keepalive, AClientThatNeverAsksKnowsOnlyItsDeadline) {
  const auto channel = harness::ChannelTo(network_->address());
  KeepaliveClient client(channel);
  const auto listener = Listen(client, "Bob");
  network_->Silence();
  EXPECT_THAT(client.Listen("Bob", kSoon)->Next(),
              HasCode(absl::StatusCode::kDeadlineExceeded));
  EXPECT_EQ(channel->GetState(/*try_to_connect=*/false), GRPC_CHANNEL_READY);
}

TEST_F(Keepalive, TheServerNoticesThatAClientIsGone) {
  KeepaliveClient client(harness::ChannelTo(network_->address()));
  const auto listener = Listen(client, "Bob");
  network_->Silence();
  EXPECT_EQ(Said(), "Bob is gone");
}

// A client that is not gRPC: it answers no ping, and sends its own when it
// likes. The frames are in RFC 9113.
class RawClient {
 public:
  // Returns when the server has taken the connection.
  explicit RawClient(const std::string& address) {
    const int port = std::stoi(address.substr(address.rfind(':') + 1));
    socket_.connect(
        {boost::asio::ip::address_v4::loopback(), static_cast<uint16_t>(port)});
    // The preface, and an empty frame of settings, which is acknowledged.
    Write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Frame(0, 4));
    const std::string taken("\0\0\0\4\1\0\0\0\0", 9);
    boost::asio::read_until(socket_, boost::asio::dynamic_buffer(read_), taken);
  }

  void Ping(int times) {
    std::string pings;
    while (times-- > 0) pings += Frame(8, 6) + "12345678";
    Write(pings);
  }

  // Waits for the end of the connection. Returns what came.
  std::string ReadAll() {
    boost::system::error_code end;
    boost::asio::read(socket_, boost::asio::dynamic_buffer(read_), end);
    return read_;
  }

 private:
  static std::string Frame(char bytes, char type) {
    return std::string({0, 0, bytes, type, 0, 0, 0, 0, 0});
  }

  void Write(const std::string& bytes) {
    EXPECT_EQ(boost::asio::write(socket_, boost::asio::buffer(bytes)),
              bytes.size());
  }

  boost::asio::io_context context_;
  boost::asio::ip::tcp::socket socket_{context_};
  std::string read_;
};

TEST_F(Keepalive, TheServerEndsTheConnectionOfAClientThatIsGoneWithoutACall) {
  RawClient client(network_->address());
  EXPECT_NE(client.ReadAll(), "");
}

// One ping is welcome, and each further one a strike.
TEST_F(Keepalive, OneStrikeIsForgivenAndTheNextIsNot) {
  constexpr char kWhy[] = "too_many_pings";
  RawClient good(server_->address());
  good.Ping(1 + KeepaliveServer::kStrikes);
  RawClient bad(server_->address());
  bad.Ping(1 + KeepaliveServer::kStrikes + 1);
  EXPECT_THAT(bad.ReadAll(), testing::HasSubstr(kWhy));
  EXPECT_THAT(good.ReadAll(), testing::Not(testing::HasSubstr(kWhy)));
}

TEST_F(Keepalive, AClientThatAsksTooOftenIsSentAwayAndMayComeBack) {
  KeepaliveClient client(KeepaliveChannel(
      server_->address(), absl::Milliseconds(100), absl::Minutes(1)));
  const auto listener = Listen(client, "Cleo");
  EXPECT_EQ(listener->Next().status(),
            absl::UnavailableError("parrotHello: Too many pings"));
  EXPECT_EQ(Said(), "Cleo is gone");
  EXPECT_NE(Listen(client, "Cleo"), nullptr);
}

TEST_F(Keepalive, ANameThatIsNoneIsRefused) {
  EXPECT_EQ(near_.Listen("", kForever)->Next().status(),
            absl::InvalidArgumentError(
                "parrotHello: name \"\": wanted 1 to 64 bytes"));
  const std::string longest(KeepaliveService::kLongestName, 'a');
  EXPECT_NE(Listen(near_, longest), nullptr);
  EXPECT_THAT(near_.Listen(longest + "a", kForever)->Next(),
              HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_F(Keepalive, OneStreamTooManyIsRefusedUntilAnotherHasEnded) {
  std::vector<std::unique_ptr<KeepaliveListener>> listeners;
  listeners.reserve(KeepaliveService::kMostStreams);
  for (int i = 0; i < KeepaliveService::kMostStreams; ++i) {
    listeners.push_back(Listen(near_, "Ada"));
  }
  EXPECT_EQ(near_.Listen("Bob", kForever)->Next().status(),
            absl::ResourceExhaustedError(
                "parrotHello: wanted no more than 256 open calls"));
  listeners.pop_back();
  EXPECT_EQ(Said(), "Ada is gone");
  EXPECT_NE(Listen(near_, "Bob"), nullptr);
}

TEST_F(Keepalive, StreamsEndWithTheServer) {
  const auto listener = Listen(near_, "Ada");
  server_.reset();
  EXPECT_FALSE(listener->Next().ok());
  EXPECT_EQ(Said(), "Ada is gone");
}

// Says three things, and has no more to say.
class Talkative final : public hello::Hello::Service {
  grpc::Status parrotHello(
      grpc::ServerContext* /*context*/, const hello::HelloRequest* /*request*/,
      grpc::ServerWriter<hello::HelloReply>* writer) override {
    hello::HelloReply reply;
    for (const char* word : {"one", "two", "three"}) {
      reply.set_message(word);
      EXPECT_TRUE(writer->Write(reply));
    }
    return grpc::Status::OK;
  }
};

TEST(KeepaliveListener, HearsAtLeastTheLastWordAndThenTheEnd) {
  Talkative talkative;
  const harness::FakeServer server(talkative);
  KeepaliveClient client(harness::ChannelTo(server.address()));
  const auto listener = client.Listen("Ada", kForever);
  std::string last;
  absl::StatusOr<std::string> next = listener->Next();
  for (; next.ok(); next = listener->Next()) last = *next;
  EXPECT_EQ(last, "three");
  EXPECT_EQ(next.status(), absl::OutOfRangeError(
                               "parrotHello: the server has no more to say"));
  EXPECT_EQ(listener->Next().status(), next.status());
}

TEST(KeepaliveStory, NoticesAServerThatDoesOtherwise) {
  harness::HastyHello hasty;
  const harness::Told told = harness::StoryWith(hasty, TellKeepalive);
  EXPECT_EQ(told.outcome,
            absl::FailedPreconditionError(
                "step 1, Cleo: OUT_OF_RANGE: parrotHello: the server has no "
                "more to say (wanted OK \"Hello, Cleo!\"); and 4 more"));
}

TEST(KeepaliveStory, SaysSoIfThereIsNoNetwork) {
  const harness::Told told = harness::StoryAt("nonsense", TellKeepalive);
  EXPECT_EQ(told.outcome,
            absl::FailedPreconditionError(
                "step 1, network: INVALID_ARGUMENT: target nonsense: wanted "
                "HOST:PORT (wanted OK)"));
}

}  // namespace
