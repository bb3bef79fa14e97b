// SPDX-License-Identifier: Apache-2.0
//
// One connection to lightningd, with the calls that are open on it. No gRPC
// here.

#ifndef EXAMPLES_LIGHTNING_CLN_JSON_RPC_JSON_RPC_CONNECTION_H_
#define EXAMPLES_LIGHTNING_CLN_JSON_RPC_JSON_RPC_CONNECTION_H_

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "json_rpc_client.h"
#include "json_rpc_framing.h"

// A call on its way.
struct JsonRpcCall {
  uint64_t id;
  std::function<void(JsonRpcAnswer)> done;
  std::string request = {};

  // Its part of the limits: of open calls until it is answered, and of bytes
  // until it is written.
  std::shared_ptr<void> place = nullptr;
  std::shared_ptr<void> space = nullptr;
};

// All happens on the thread that runs `context`. No `done` may call anything
// here.
class JsonRpcConnection
    : public std::enable_shared_from_this<JsonRpcConnection> {
 public:
  // Connects, or fails with UNAVAILABLE, or, for a path that no socket can
  // have, FAILED_PRECONDITION. `context` must outlive the connection.
  static absl::StatusOr<std::shared_ptr<JsonRpcConnection>> Open(
      boost::asio::io_context& context, const std::string& path,
      size_t answer_bytes);

  JsonRpcConnection(const JsonRpcConnection&) = delete;
  JsonRpcConnection& operator=(const JsonRpcConnection&) = delete;

  // False once it has ended, in whatever way, or the node has closed it. Then
  // no more calls may be started.
  bool IsUsable();
  void Start(JsonRpcCall call);

  // Ends a call with CANCELLED. False if it is not open here.
  bool Cancel(uint64_t id);

  // How many calls were cancelled and are not answered yet.
  size_t cancelled() const { return calls_.size() - waiting_; }

  // Ends once all calls are answered or cancelled. Until then more may be
  // started, if there is no better place for them.
  void Retire();

  // Closes the connection and ends all calls with `status`.
  void End(const absl::Status& status);

 private:
  struct OpenCall {
    std::function<void(JsonRpcAnswer)> done;  // Null: it was cancelled.
    std::shared_ptr<void> place;
  };
  struct Request {
    uint64_t call;
    std::string text;
    std::shared_ptr<void> space;
  };

  JsonRpcConnection(boost::asio::io_context& context, size_t answer_bytes)
      : socket_(context), framing_(answer_bytes) {}

  // One of each is under way at most, and keeps the connection alive.
  void Read();
  void Write();

  absl::Status Receive(absl::string_view bytes);
  void EndIfUnwanted();

  boost::asio::local::stream_protocol::socket socket_;
  JsonRpcFraming framing_;
  std::map<uint64_t, OpenCall> calls_;
  size_t waiting_ = 0;                // How many of them were not cancelled.
  std::array<char, 65536> incoming_;  // What Read is reading.
  std::deque<Request> outgoing_;      // What waits until that is written:
  Request written_ = {};
  bool writing_ = false;
  bool retired_ = false;
  bool ended_ = false;
};

#endif  // EXAMPLES_LIGHTNING_CLN_JSON_RPC_JSON_RPC_CONNECTION_H_
