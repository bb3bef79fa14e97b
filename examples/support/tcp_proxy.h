// SPDX-License-Identifier: Apache-2.0
//
// A relay for TCP connections, for what a cable does and a peer does not: count
// what goes over it, and let go of it.

#ifndef EXAMPLES_SUPPORT_TCP_PROXY_H_
#define EXAMPLES_SUPPORT_TCP_PROXY_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace support {

// Connects each client to the same server, and forwards what either sends. It
// keeps at most 16 KiB of each direction: who sends faster than the other reads
// has to wait. All of it is done on one thread of the proxy's own.
//
// Thread-safe. Each method waits for that thread, which never blocks: what a
// method has asked for has happened when it returns.
class TcpProxy {
 public:
  // Listens on a free port of localhost. `target` is the server's HOST:PORT;
  // nobody needs to listen there yet. INVALID_ARGUMENT if it has no port,
  // UNAVAILABLE if its host is not known.
  static absl::StatusOr<std::unique_ptr<TcpProxy>> Start(
      const std::string& target);

  // Drops all connections.
  ~TcpProxy();

  // Where clients find the proxy, as HOST:PORT.
  const std::string& address() const { return address_; }

  // Bytes that were forwarded, over all connections. What a peer has received
  // is counted.
  uint64_t to_server();
  uint64_t to_client();

  // Forwards nothing more, and closes nothing: neither side hears from the
  // other, as when a cable is pulled or a machine dies. New connections are
  // taken, and get no answer either.
  void Silence();

  // Goes on after Silence. Nothing is lost.
  void Resume();

  // Closes the connections of this moment, on both sides.
  void Drop();

 private:
  class Relay;

  explicit TcpProxy(std::unique_ptr<Relay> relay);

  const std::unique_ptr<Relay> relay_;
  const std::string address_;
};

}  // namespace support

#endif  // EXAMPLES_SUPPORT_TCP_PROXY_H_
