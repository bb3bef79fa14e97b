// SPDX-License-Identifier: Apache-2.0

#include "support/tcp_proxy.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/harness.h"

namespace {

const std::thread::id test_thread = std::this_thread::get_id();

// How many accepts of other threads, which are the proxy's, are still to fail.
std::atomic<int> accepts_that_fail = 0;

}  // namespace

// In place of that of the C library. Really to open too many files would not
// do: a sanitizer needs some of its own.
extern "C" int accept(int descriptor, sockaddr* address, socklen_t* size) {
  if (accepts_that_fail > 0 && std::this_thread::get_id() != test_thread) {
    --accepts_that_fail;
    errno = EMFILE;
    return -1;
  }
  return static_cast<int>(
      syscall(SYS_accept4, descriptor, address, size, /*flags=*/0));
}

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

class TcpProxy : public testing::Test {
 protected:
  tcp::endpoint Address(const asio::ip::address& host) const {
    const std::string& address = proxy_->address();
    EXPECT_TRUE(absl::StartsWith(address, "localhost:")) << address;
    const int port = std::stoi(address.substr(address.rfind(':') + 1));
    return {host, static_cast<uint16_t>(port)};
  }

  tcp::socket Connect() const {
    tcp::socket socket(context_);
    socket.connect(Address(asio::ip::address_v4::loopback()));
    return socket;
  }

  static void Send(tcp::socket& socket, const std::string& text) {
    EXPECT_EQ(asio::write(socket, asio::buffer(text)), text.size());
  }

  // Waits for as many bytes.
  static std::string Receive(tcp::socket& socket, size_t size) {
    std::string text(size, '\0');
    error_code error;
    text.resize(asio::read(socket, asio::buffer(text), error));
    return text;
  }

  // Waits for the end, orderly or not. Returns what came before it.
  static std::string ReceiveAll(tcp::socket& socket) {
    std::string text;
    error_code error;
    asio::read(socket, asio::dynamic_buffer(text), error);
    return text;
  }

  // True if in a while nothing comes: a byte or the end, or a connection for a
  // listener. What must not come can only be waited for.
  template <typename Socket>
  static bool NothingComes(Socket& socket) {
    pollfd wanted = {
        .fd = socket.native_handle(), .events = POLLIN, .revents = 0};
    return poll(&wanted, 1, /*milliseconds=*/50) == 0;
  }

  // Ends the connection as a process does that is killed with unread data.
  static void Reset(tcp::socket& socket) {
    socket.set_option(asio::socket_base::linger(true, 0));
    socket.close();
  }

  mutable asio::io_context context_;
  tcp::acceptor server_{context_, {asio::ip::address_v4::loopback(), 0}};
  std::unique_ptr<support::TcpProxy> proxy_ =
      harness::MustStart(support::TcpProxy::Start(
          absl::StrCat("localhost:", server_.local_endpoint().port())));
};

TEST_F(TcpProxy, ForwardsBothWaysAndCountsWhatEachPeerHasReceived) {
  tcp::socket first = Connect();
  tcp::socket first_end = server_.accept();
  Send(first, "hello");
  EXPECT_EQ(Receive(first_end, 5), "hello");
  EXPECT_EQ(proxy_->to_server(), 5U);
  EXPECT_EQ(proxy_->to_client(), 0U);
  Send(first_end, "hi");
  EXPECT_EQ(Receive(first, 2), "hi");

  tcp::socket second = Connect();
  tcp::socket second_end = server_.accept();
  Send(second_end, "who?");
  EXPECT_EQ(Receive(second, 4), "who?");
  EXPECT_EQ(proxy_->to_server(), 5U);
  EXPECT_EQ(proxy_->to_client(), 6U);
}

TEST_F(TcpProxy, ForwardsMoreThanAnyBufferHoldsToSlowReaders) {
  const std::string much(32 << 20, 'm');
  tcp::socket client = Connect();
  tcp::socket server = server_.accept();
  std::thread sender([&] { Send(client, much); });
  EXPECT_EQ(Receive(server, 1), "m");
  EXPECT_EQ(Receive(server, much.size() - 1).size(), much.size() - 1);
  sender.join();
  EXPECT_EQ(proxy_->to_server(), much.size());
}

TEST_F(TcpProxy, APeerThatHasNoMoreToSayMayStillListen) {
  tcp::socket client = Connect();
  tcp::socket server = server_.accept();
  Send(client, "question");
  client.shutdown(tcp::socket::shutdown_send);
  EXPECT_EQ(ReceiveAll(server), "question");
  Send(server, "answer");
  server.shutdown(tcp::socket::shutdown_send);
  EXPECT_EQ(ReceiveAll(client), "answer");
}

TEST_F(TcpProxy, WhatBreaksOnOneSideEndsOnTheOther) {
  tcp::socket client = Connect();
  tcp::socket server = server_.accept();
  Reset(client);
  EXPECT_EQ(ReceiveAll(server), "");

  client = Connect();
  server = server_.accept();
  Reset(server);
  EXPECT_EQ(ReceiveAll(client), "");
}

TEST_F(TcpProxy, NothingIsHeardInSilenceAndNothingIsLost) {
  tcp::socket client = Connect();
  tcp::socket server = server_.accept();
  Send(client, "a");
  EXPECT_EQ(Receive(server, 1), "a");

  proxy_->Silence();
  Send(client, "b");
  Send(server, "c");
  client.shutdown(tcp::socket::shutdown_send);
  EXPECT_TRUE(NothingComes(server));
  EXPECT_TRUE(NothingComes(client));
  EXPECT_EQ(proxy_->to_server(), 1U);
  EXPECT_EQ(proxy_->to_client(), 0U);

  proxy_->Resume();
  EXPECT_EQ(ReceiveAll(server), "b");
  EXPECT_EQ(Receive(client, 1), "c");
}

TEST_F(TcpProxy, ANewConnectionGetsNoAnswerInSilence) {
  proxy_->Silence();
  tcp::socket client = Connect();
  Send(client, "anybody?");
  EXPECT_TRUE(NothingComes(server_));

  proxy_->Resume();
  tcp::socket server = server_.accept();
  EXPECT_EQ(Receive(server, 8), "anybody?");
}

TEST_F(TcpProxy, APeerThatBreaksInSilenceIsNoticedAfterIt) {
  tcp::socket client = Connect();
  tcp::socket server = server_.accept();
  proxy_->Silence();
  Send(client, "too late");
  Reset(server);
  EXPECT_TRUE(NothingComes(client));
  proxy_->Resume();
  EXPECT_EQ(ReceiveAll(client), "");
}

TEST_F(TcpProxy, DropsTheConnectionsThatAreThereAndTakesNewOnes) {
  tcp::socket client = Connect();
  tcp::socket server = server_.accept();
  Send(client, "a");
  EXPECT_EQ(Receive(server, 1), "a");
  proxy_->Drop();
  EXPECT_EQ(ReceiveAll(client), "");
  EXPECT_EQ(ReceiveAll(server), "");

  tcp::socket next = Connect();
  tcp::socket next_end = server_.accept();
  Send(next, "b");
  EXPECT_EQ(Receive(next_end, 1), "b");
}

TEST_F(TcpProxy, DropsInSilenceToo) {
  tcp::socket old_client = Connect();
  tcp::socket old_server = server_.accept();
  Send(old_server, "a");
  EXPECT_EQ(Receive(old_client, 1), "a");
  proxy_->Silence();
  tcp::socket new_client = Connect();
  Send(old_client, "never heard");
  proxy_->Drop();
  EXPECT_EQ(ReceiveAll(old_client), "");
  EXPECT_EQ(ReceiveAll(old_server), "");
}

TEST_F(TcpProxy, ClosesEverythingWhenItEnds) {
  tcp::socket client = Connect();
  tcp::socket server = server_.accept();
  Send(client, "a");
  EXPECT_EQ(Receive(server, 1), "a");
  proxy_.reset();
  EXPECT_EQ(ReceiveAll(client), "");
  EXPECT_EQ(ReceiveAll(server), "");
}

TEST_F(TcpProxy, EndsInSilenceWithConnectionsNewAndOld) {
  tcp::socket old_client = Connect();
  tcp::socket server = server_.accept();
  proxy_->Silence();
  tcp::socket new_client = Connect();
  Send(old_client, "never heard");
  proxy_.reset();
  EXPECT_EQ(ReceiveAll(server), "");
  EXPECT_EQ(ReceiveAll(new_client), "");
}

TEST_F(TcpProxy, ClosesTheConnectionIfNobodyListensAndTriesAgain) {
  tcp::acceptor late(context_, tcp::v4());
  late.bind({asio::ip::address_v4::loopback(), 0});
  proxy_ = harness::MustStart(support::TcpProxy::Start(
      absl::StrCat("localhost:", late.local_endpoint().port())));
  tcp::socket early = Connect();
  EXPECT_EQ(ReceiveAll(early), "");

  late.listen();
  tcp::socket client = Connect();
  tcp::socket server = late.accept();
  Send(client, "a");
  EXPECT_EQ(Receive(server, 1), "a");
}

TEST_F(TcpProxy, TriesAgainWhileTheProcessHasTooManyOpenFiles) {
  accepts_that_fail = 3;
  tcp::socket client = Connect();
  Send(client, "a");
  tcp::socket server = server_.accept();
  EXPECT_EQ(Receive(server, 1), "a");
  EXPECT_EQ(accepts_that_fail, 0);
}

TEST_F(TcpProxy, BothSidesMayUseIpv6) {
  tcp::acceptor server(context_);
  error_code none;
  server.open(tcp::v6(), none);
  if (!none) server.bind({asio::ip::address_v6::loopback(), 0}, none);
  if (none) GTEST_SKIP() << "no IPv6 on this machine: " << none.message();
  server.listen();
  proxy_ = harness::MustStart(support::TcpProxy::Start(
      absl::StrCat("[::1]:", server.local_endpoint().port())));
  tcp::socket client(context_);
  client.connect(Address(asio::ip::address_v6::loopback()));
  tcp::socket end = server.accept();
  Send(client, "a");
  EXPECT_EQ(Receive(end, 1), "a");
}

TEST(TcpProxyStart, ATargetThatIsNoneIsNamed) {
  EXPECT_EQ(support::TcpProxy::Start("localhost").status(),
            absl::InvalidArgumentError("target localhost: wanted HOST:PORT"));
  const auto status = support::TcpProxy::Start("localhost:no-port").status();
  EXPECT_THAT(status, harness::HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(std::string(status.message()),
              testing::HasSubstr("localhost:no-port"));
}

}  // namespace
