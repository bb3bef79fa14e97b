// SPDX-License-Identifier: Apache-2.0

#include "json_rpc_connection.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "json_rpc_client.h"
#include "json_rpc_message.h"
#include "support/quote.h"

namespace {

namespace asio = boost::asio;
using asio::local::stream_protocol;
using boost::system::error_code;

// Connects `socket` to `path`. Asio can do this, too, but takes a node whose
// queue of connections is full for one that has connected, and leaves its
// sockets to the programs that this process starts.
error_code Connect(const std::string& path, stream_protocol::socket& socket) {
  const int descriptor =
      ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor < 0) return {errno, boost::system::system_category()};
  error_code error;
  socket.assign(stream_protocol(), descriptor, error);
  if (error) {
    close(descriptor);
    return error;
  }
  const stream_protocol::endpoint address(path);
  // Of a Unix socket, done at once or not at all.
  if (connect(descriptor, address.data(), address.size()) != 0) {
    return {errno, boost::system::system_category()};
  }
  return {};
}

// All that was asked on the connection may have been done: no other code says
// so. A call that is yet to be started is not told either of these: it gets
// another connection.
absl::Status GivenUp(const absl::Status& why) {
  return absl::UnavailableError(absl::StrCat(
      "gave up a connection to lightningd, which may have done what it was "
      "asked: ",
      why.message()));
}

absl::Status Gone() {
  return absl::UnavailableError(
      "lightningd has closed the connection, and may have done what it was "
      "asked; wanted one that is running");
}

}  // namespace

absl::StatusOr<std::shared_ptr<JsonRpcConnection>> JsonRpcConnection::Open(
    asio::io_context& context, const std::string& path, size_t answer_bytes) {
  // The last byte of an address is a zero.
  constexpr size_t kLongest = sizeof(sockaddr_un::sun_path) - 1;
  if (path.empty() || path.size() > kLongest) {
    return absl::FailedPreconditionError(absl::StrCat(
        "cannot connect to ", support::Quote(path),
        ": wanted the path of a socket, of 1 to ", kLongest, " bytes"));
  }
  const std::shared_ptr<JsonRpcConnection> connection =
      absl::WrapUnique(new JsonRpcConnection(context, answer_bytes));
  if (const error_code error = Connect(path, connection->socket_)) {
    return absl::UnavailableError(absl::StrCat(
        "cannot connect to ", support::Quote(path), ": ", error.message(),
        "; wanted the socket of a lightningd that is running (--rpc_file)"));
  }
  connection->Read();
  return connection;
}

bool JsonRpcConnection::IsUsable() {
  // Read will hear of the end, too, but may not have come to it yet.
  char next = 0;
  errno = 0;
  if (!ended_ &&
      recv(socket_.native_handle(), &next, sizeof(next),
           MSG_PEEK | MSG_DONTWAIT) <= 0 &&
      errno != EAGAIN) {
    End(Gone());
  }
  return !ended_;
}

void JsonRpcConnection::Start(JsonRpcCall call) {
  calls_[call.id] = {std::move(call.done), std::move(call.place)};
  ++waiting_;
  outgoing_.push_back(
      {call.id, std::move(call.request), std::move(call.space)});
  if (!writing_) Write();
}

bool JsonRpcConnection::Cancel(uint64_t id) {
  const auto call = calls_.find(id);
  if (call == calls_.end() || call->second.done == nullptr) return false;
  const auto done = std::exchange(call->second.done, nullptr);
  --waiting_;
  // What the node has not been asked, it will not answer.
  const auto request =
      std::find_if(outgoing_.begin(), outgoing_.end(),
                   [id](const Request& each) { return each.call == id; });
  if (request != outgoing_.end()) {
    outgoing_.erase(request);
    calls_.erase(call);
  }
  EndIfUnwanted();
  done(absl::CancelledError("the call was cancelled"));
  return true;
}

void JsonRpcConnection::Retire() {
  retired_ = true;
  EndIfUnwanted();
}

void JsonRpcConnection::EndIfUnwanted() {
  if (waiting_ == 0 && (retired_ || cancelled() > 0)) {
    End(absl::CancelledError("nobody waits"));
  }
}

void JsonRpcConnection::End(const absl::Status& status) {
  ended_ = true;
  error_code ignored;  // Closed is closed. What is under way ends.
  socket_.close(ignored);
  outgoing_.clear();
  waiting_ = 0;
  for (auto& [id, call] : std::exchange(calls_, {})) {
    call.place.reset();
    if (call.done != nullptr) call.done(status);
  }
}

void JsonRpcConnection::Read() {
  socket_.async_read_some(
      asio::buffer(incoming_),
      [this, self = shared_from_this()](error_code error, size_t size) {
        const absl::Status status =
            error ? Gone() : Receive({incoming_.data(), size});
        if (!status.ok()) End(error ? status : GivenUp(status));
        if (!ended_) Read();
      });
}

absl::Status JsonRpcConnection::Receive(absl::string_view bytes) {
  for (;;) {
    const auto text = framing_.Take(bytes);
    if (!text.ok()) return text.status();
    if (!text->has_value()) return absl::OkStatus();
    auto reply = ReadJsonRpcReply(**text);
    if (!reply.ok()) return reply.status();
    if (!reply->has_value()) continue;
    auto answered = calls_.extract((*reply)->call);
    if (answered.empty()) continue;
    OpenCall& call = answered.mapped();
    call.place.reset();
    if (call.done != nullptr) --waiting_;
    EndIfUnwanted();
    if (call.done != nullptr) call.done(std::move((*reply)->answer));
  }
}

void JsonRpcConnection::Write() {
  writing_ = !outgoing_.empty();
  if (!writing_) return;
  written_ = std::move(outgoing_.front());
  outgoing_.pop_front();
  asio::async_write(
      socket_, asio::buffer(written_.text),
      [this, self = shared_from_this()](error_code error, size_t /*size*/) {
        written_ = {};
        if (!error) {
          Write();
        } else if (!ended_) {
          // Read comes first to what the node has said before it went away.
          socket_.shutdown(stream_protocol::socket::shutdown_both, error);
        }
      });
}
