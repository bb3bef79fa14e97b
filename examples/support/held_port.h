// SPDX-License-Identifier: Apache-2.0
//
// An address for a server that starts late, or stops and comes back: nobody
// else gets its port in the meantime.

#ifndef EXAMPLES_SUPPORT_HELD_PORT_H_
#define EXAMPLES_SUPPORT_HELD_PORT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace support {

// Linux only: two sockets that allow the reuse of their address (SO_REUSEADDR,
// which gRPC's servers set) can have the same port if at most one of them
// listens. This one never does. While no server listens either, connections are
// refused.
//
// The port is one of 127.0.0.2, which is this machine as well. A gRPC server on
// localhost:0 picks a port of ::1, and then takes that of 127.0.0.1, held or
// not.
class HeldPort {
 public:
  // Picks a free port of 127.0.0.2, and holds it for as long as the object
  // exists. Fails if the system has no port or file descriptor left.
  static absl::StatusOr<std::unique_ptr<HeldPort>> Pick();

  ~HeldPort();
  HeldPort(const HeldPort&) = delete;
  HeldPort& operator=(const HeldPort&) = delete;

  // HOST:PORT.
  const std::string& address() const { return address_; }

 private:
  explicit HeldPort(int descriptor) : descriptor_(descriptor) {}

  const int descriptor_;  // Of a socket that is bound.
  std::string address_;
};

}  // namespace support

#endif  // EXAMPLES_SUPPORT_HELD_PORT_H_
