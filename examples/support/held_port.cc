// SPDX-License-Identifier: Apache-2.0

#include "support/held_port.h"

#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace support {

absl::StatusOr<std::unique_ptr<HeldPort>> HeldPort::Pick() {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return absl::ErrnoToStatus(errno, "cannot make a socket");
  auto port = absl::WrapUnique(new HeldPort(descriptor));

  const int yes = 1;
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1);
  socklen_t size = sizeof(address);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) < 0 ||
      bind(descriptor, generic, size) < 0 ||
      getsockname(descriptor, generic, &size) < 0) {
    return absl::ErrnoToStatus(errno, "cannot hold a port of 127.0.0.2");
  }
  port->address_ = absl::StrCat("127.0.0.2:", ntohs(address.sin_port));
  return port;
}

HeldPort::~HeldPort() { close(descriptor_); }

}  // namespace support
