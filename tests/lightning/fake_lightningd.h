// SPDX-License-Identifier: Apache-2.0
//
// A stand-in for lightningd: JSON-RPC over a Unix socket, as the real one does
// it. It answers as a FakeNode, or as the test says.

#ifndef TESTS_LIGHTNING_FAKE_LIGHTNINGD_H_
#define TESTS_LIGHTNING_FAKE_LIGHTNINGD_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"

// Thread-safe. What a method asks for has happened when it returns. A method
// that waits throws std::runtime_error after a minute, which fails the test.
class FakeLightningd {
 public:
  class Request;

  // Listens in a temporary folder of its own.
  FakeLightningd();

  // Listens at `rpc_file`, whose folder is there, in place of what is there.
  // Throws boost::system::system_error if that is not possible.
  explicit FakeLightningd(const std::string& rpc_file);

  // Closes all connections.
  ~FakeLightningd();

  const std::string& rpc_file() const { return rpc_file_; }

  // As if the process died: connections end, and the socket's file stays. Start
  // brings it back in the same place, with its invoices.
  void Stop();
  void Start();

  // Somebody pays an invoice of this node.
  bool Pay(const std::string& label, uint64_t amount_msat);

  // From now on leaves requests of `command` to the test, which takes them with
  // Next. "*" stands for all commands.
  void Hold(const std::string& command);

  // The next request that is left to the test. Waits for it.
  Request Next();

  // Writes so many bytes at a time.
  void SetFragment(size_t bytes);

  // Reads nothing more, and goes on with that.
  void StopReading();
  void GoOnReading();

  // All requests that have come, byte for byte.
  std::vector<std::string> requests();

  // How many connections there were so far, and how many there are.
  size_t connections();
  size_t open_connections();

  // Wait until there are so many.
  void WaitForRequests(size_t count);
  void WaitForOpenConnections(size_t count);

 private:
  struct Connection;
  class Node;

  FakeLightningd(const std::string& rpc_file, std::string folder);

  const std::string folder_;  // Removed at the end, unless empty.
  const std::string rpc_file_;
  const std::unique_ptr<Node> node_;
};

// A request that the test is to answer, or not. Can be copied, and must not
// outlive its node. Once the connection is closed, what is sent on it is thrown
// away.
class FakeLightningd::Request {
 public:
  const std::string& command() const { return command_; }
  const nlohmann::json& params() const { return params_; }

  void Answer(const nlohmann::json& result) const;
  void Fail(int64_t code, const std::string& message,
            const nlohmann::json& data = nullptr) const;
  void AnswerAsUsual() const;

  // An answer as the node would send it, such as {"result": ...}.
  std::string Text(nlohmann::json answer) const;

  // Sends any bytes on the request's connection.
  void Send(const std::string& bytes) const;

  // Closes the connection once all is sent.
  void Close() const;

  // Waits until the connection is closed: by the client, or here.
  void WaitUntilClosed() const;

 private:
  friend class Node;

  Node* node_ = nullptr;
  std::shared_ptr<Connection> connection_;
  std::string command_;
  nlohmann::json params_;
  nlohmann::json id_;
};

#endif  // TESTS_LIGHTNING_FAKE_LIGHTNINGD_H_
