// SPDX-License-Identifier: Apache-2.0

#include "support/termination.h"

#include <signal.h>
#include <unistd.h>

namespace support {
namespace {

// Wakes Wait, to see whether it is to go on. A signal that has no effect on a
// process that does not wait for it: others may send it, too.
constexpr int kWake = SIGURG;

}  // namespace

Termination::Termination() {
  signal(SIGPIPE, SIG_IGN);
  // A shell starts background jobs with SIGINT ignored. A blocked signal is
  // delivered to sigwait all the same, but Wait promises the usual effect.
  signal(SIGINT, SIG_DFL);
  signal(SIGTERM, SIG_DFL);
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  sigaddset(&signals_, kWake);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

bool Termination::Wait() {
  int received = kWake;
  while (received == kWake) {
    if (stop_waiting_) return false;
    sigwait(&signals_, &received);
  }
  // A terminal and a supervisor may each have sent one: they count as one.
  const timespec no_time = {};
  while (sigtimedwait(&signals_, nullptr, &no_time) > 0) {
  }
  pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
  return true;
}

void Termination::StopWaiting() {
  stop_waiting_ = true;
  kill(getpid(), kWake);
}

}  // namespace support
