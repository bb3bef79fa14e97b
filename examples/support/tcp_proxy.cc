// SPDX-License-Identifier: Apache-2.0

#include "support/tcp_proxy.h"

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace support {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// What an operation returns to a coroutine: its result, and its error not as an
// exception but in `error`.
auto Into(error_code& error) {
  return asio::redirect_error(asio::use_awaitable, error);
}

// Throws boost::system::system_error.
std::vector<tcp::endpoint> Resolve(asio::io_context& context,
                                   const std::string& host,
                                   const std::string& port) {
  // localhost is both, and gRPC's servers may have the port on one of them
  // only. The list of hosts of many a machine names the second alone.
  const std::vector<std::string> hosts =
      host == "localhost" ? std::vector<std::string>{"::1", "127.0.0.1"}
                          : std::vector{host};
  std::vector<tcp::endpoint> found;
  for (const std::string& each : hosts) {
    for (const auto& entry : tcp::resolver(context).resolve(each, port)) {
      found.push_back(entry.endpoint());
    }
  }
  return found;
}

}  // namespace

// Everything but the constructor, Port and Run happens on thread_. A method
// that waits finds everything else changed when it goes on: sockets may have
// been closed.
class TcpProxy::Relay {
 public:
  // Throws boost::system::system_error.
  Relay(const std::string& host, const std::string& port);
  ~Relay();

  int Port() const { return ipv4_.local_endpoint().port(); }

  // Does `what` on thread_, and returns when it is done.
  template <typename What>
  auto Run(What what) -> decltype(what()) {
    std::packaged_task<decltype(what())()> task(std::move(what));
    auto done = task.get_future();
    asio::post(context_, [task = std::move(task)]() mutable { task(); });
    return done.get();
  }

  void SetSilent(bool silent);
  void Drop();

  uint64_t to_server_ = 0;
  uint64_t to_client_ = 0;

 private:
  // Both ends of a connection. Lives for as long as a coroutine uses it.
  struct Connection {
    Connection(Relay& its_relay, tcp::socket its_client)
        : relay(its_relay),
          client(std::move(its_client)),
          server(relay.context_) {
      relay.connections_.insert(this);
    }
    ~Connection() { relay.connections_.erase(this); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Operations under way end with an error.
    void Close() {
      error_code ignored;  // Closed is closed.
      client.close(ignored);
      server.close(ignored);
    }

    Relay& relay;
    tcp::socket client;
    tcp::socket server;
  };

  void Listen();
  asio::awaitable<void> Accept(tcp::acceptor& acceptor);
  asio::awaitable<void> Connect(std::shared_ptr<Connection> connection);
  asio::awaitable<void> Forward(std::shared_ptr<Connection> connection,
                                tcp::socket& from, tcp::socket& to,
                                uint64_t& count);
  asio::awaitable<bool> Write(Connection& connection, tcp::socket& to,
                              asio::const_buffer bytes, uint64_t& count);
  asio::awaitable<bool> Awake(const Connection& connection);

  std::set<Connection*> connections_;
  bool silent_ = false;
  asio::io_context context_;
  // What Awake waits for: it never expires, and is cancelled.
  asio::steady_timer change_{context_, asio::steady_timer::time_point::max()};
  const std::vector<tcp::endpoint> target_;
  tcp::acceptor ipv4_{context_};
  tcp::acceptor ipv6_{context_};  // Closed if the machine has no IPv6.
  std::thread thread_;            // Last, because it uses all of the above.
};

TcpProxy::Relay::Relay(const std::string& host, const std::string& port)
    : target_(Resolve(context_, host, port)) {
  Listen();
  asio::co_spawn(context_, Accept(ipv4_), asio::detached);
  if (ipv6_.is_open()) asio::co_spawn(context_, Accept(ipv6_), asio::detached);
  thread_ = std::thread([this] { context_.run(); });
}

TcpProxy::Relay::~Relay() {
  Run([this] {
    error_code ignored;
    ipv4_.close(ignored);
    ipv6_.close(ignored);
    Drop();
  });
  thread_.join();  // It ends with the last coroutine.
}

void TcpProxy::Relay::SetSilent(bool silent) {
  silent_ = silent;
  change_.cancel();
}

void TcpProxy::Relay::Drop() {
  for (Connection* connection : connections_) connection->Close();
  change_.cancel();
}

// Takes a port that is free on both addresses of localhost: were one of them
// left to another program, clients might be taken to that.
void TcpProxy::Relay::Listen() {
  error_code error;
  do {
    ipv4_ = tcp::acceptor(context_, {asio::ip::address_v4::loopback(), 0},
                          /*reuse_addr=*/false);
    ipv6_ = tcp::acceptor(context_);
    ipv6_.open(tcp::v6(), error);
    if (!error) {
      ipv6_.bind(
          {asio::ip::address_v6::loopback(), ipv4_.local_endpoint().port()},
          error);
    }
    if (!error) ipv6_.listen(tcp::acceptor::max_listen_connections, error);
  } while (error == asio::error::address_in_use);
  if (error) ipv6_.close(error);
}

asio::awaitable<void> TcpProxy::Relay::Accept(tcp::acceptor& acceptor) {
  for (;;) {
    error_code error;
    tcp::socket client = co_await acceptor.async_accept(Into(error));
    if (!acceptor.is_open()) co_return;
    if (error) {
      // There are too many open files, say, which passes. Nothing tells when,
      // and until then accept fails at once, each time.
      asio::steady_timer pause(context_, std::chrono::milliseconds(10));
      co_await pause.async_wait(Into(error));
      continue;
    }
    asio::co_spawn(
        context_,
        Connect(std::make_shared<Connection>(*this, std::move(client))),
        asio::detached);
  }
}

asio::awaitable<void> TcpProxy::Relay::Connect(
    std::shared_ptr<Connection> connection) {
  if (!co_await Awake(*connection)) co_return;
  error_code error;
  co_await asio::async_connect(connection->server, target_, Into(error));
  // Leaving closes the client's end too, which must not be in silence.
  if (!co_await Awake(*connection) || error) co_return;
  // What a peer sends at once is passed on at once. Without, it is but slower.
  connection->client.set_option(tcp::no_delay(true), error);
  connection->server.set_option(tcp::no_delay(true), error);
  asio::co_spawn(
      context_,
      Forward(connection, connection->client, connection->server, to_server_),
      asio::detached);
  asio::co_spawn(
      context_,
      Forward(connection, connection->server, connection->client, to_client_),
      asio::detached);
}

asio::awaitable<void> TcpProxy::Relay::Forward(
    std::shared_ptr<Connection> connection, tcp::socket& from, tcp::socket& to,
    uint64_t& count) {
  std::array<char, 16384> buffer;
  error_code error;
  while (!error) {
    const size_t size =
        co_await from.async_read_some(asio::buffer(buffer), Into(error));
    if (!co_await Write(*connection, to, asio::buffer(buffer, size), count)) {
      error = asio::error::broken_pipe;
    }
  }
  if (error == asio::error::eof) {
    // The peer has said all that it has to say, and may still listen.
    to.shutdown(tcp::socket::shutdown_send, error);
  } else {
    connection->Close();
  }
}

// Returns false if that is not possible any more.
asio::awaitable<bool> TcpProxy::Relay::Write(Connection& connection,
                                             tcp::socket& to,
                                             asio::const_buffer bytes,
                                             uint64_t& count) {
  error_code error;
  to.non_blocking(true, error);
  while (co_await Awake(connection)) {
    if (bytes.size() == 0) co_return true;
    // Once it can be written to, nothing comes between Awake and the count.
    const size_t written = to.write_some(bytes, error);
    count += written;
    bytes += written;
    if (error == asio::error::would_block) {
      co_await to.async_wait(tcp::socket::wait_write, Into(error));
    }
    if (error) break;
  }
  co_return false;
}

// Waits while the proxy is silent. Returns false if the connection was closed.
asio::awaitable<bool> TcpProxy::Relay::Awake(const Connection& connection) {
  while (silent_ && connection.client.is_open()) {
    error_code ignored;  // Each wait is cancelled.
    co_await change_.async_wait(Into(ignored));
  }
  co_return connection.client.is_open();
}

absl::StatusOr<std::unique_ptr<TcpProxy>> TcpProxy::Start(
    const std::string& target) {
  const size_t colon = target.rfind(':');
  if (colon == std::string::npos) {
    return absl::InvalidArgumentError(
        absl::StrCat("target ", target, ": wanted HOST:PORT"));
  }
  std::string host = target.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);  // [::1]
  }
  try {
    return absl::WrapUnique(
        new TcpProxy(std::make_unique<Relay>(host, target.substr(colon + 1))));
  } catch (const boost::system::system_error& error) {
    return absl::UnavailableError(
        absl::StrCat("cannot forward to ", target, ": ", error.what()));
  }
}

TcpProxy::TcpProxy(std::unique_ptr<Relay> relay)
    : relay_(std::move(relay)),
      address_(absl::StrCat("localhost:", relay_->Port())) {}

TcpProxy::~TcpProxy() = default;

uint64_t TcpProxy::to_server() {
  return relay_->Run([this] { return relay_->to_server_; });
}

uint64_t TcpProxy::to_client() {
  return relay_->Run([this] { return relay_->to_client_; });
}

void TcpProxy::Silence() {
  relay_->Run([this] { relay_->SetSilent(true); });
}

void TcpProxy::Resume() {
  relay_->Run([this] { relay_->SetSilent(false); });
}

void TcpProxy::Drop() {
  relay_->Run([this] { relay_->Drop(); });
}

}  // namespace support
