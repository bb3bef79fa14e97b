// SPDX-License-Identifier: Apache-2.0

#include "support/stop.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>

#include "absl/time/clock.h"

namespace support {

Stop::Stop() : event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  // No descriptor is left: nothing could end this process in an orderly way.
  if (*event_ < 0) std::abort();
}

void Stop::Set() {
  const uint64_t one = 1;
  // Fails only if it was set before, very often.
  [[maybe_unused]] const ssize_t written = write(*event_, &one, sizeof(one));
}

bool Stop::WaitFor(absl::Duration longest) const {
  const absl::Time end = absl::Now() + longest;
  pollfd event = {.fd = *event_, .events = POLLIN, .revents = 0};
  while (true) {
    // Rounded up, and a day at a time: poll counts milliseconds in an int.
    const absl::Duration left =
        std::clamp(absl::Ceil(end - absl::Now(), absl::Milliseconds(1)),
                   absl::ZeroDuration(), absl::Hours(24));
    if (poll(&event, 1, static_cast<int>(absl::ToInt64Milliseconds(left))) >
        0) {
      return true;
    }
    if (absl::Now() >= end) return false;
  }
}

bool Stop::WaitForInput(int descriptor) const {
  std::array<pollfd, 2> files = {
      pollfd{.fd = *event_, .events = POLLIN, .revents = 0},
      pollfd{.fd = descriptor, .events = POLLIN, .revents = 0}};
  while (poll(files.data(), files.size(), -1) < 0 && errno == EINTR) {
  }
  return files[0].revents != 0;
}

}  // namespace support
