// SPDX-License-Identifier: Apache-2.0

#include "support/termination.h"

#include <signal.h>

namespace support {

Termination::Termination() {
  signal(SIGPIPE, SIG_IGN);
  // A shell starts background jobs with SIGINT ignored. A blocked signal is
  // delivered to sigwait all the same, but Wait promises the usual effect.
  signal(SIGINT, SIG_DFL);
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

void Termination::Wait() {
  int received;
  sigwait(&signals_, &received);
  pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
}

}  // namespace support
