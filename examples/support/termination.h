// SPDX-License-Identifier: Apache-2.0
//
// How a program is asked to end: by Ctrl-C (SIGINT) or by its service manager
// (SIGTERM).

#ifndef EXAMPLES_SUPPORT_TERMINATION_H_
#define EXAMPLES_SUPPORT_TERMINATION_H_

#include <signal.h>

#include <atomic>

namespace support {

// Keeps SIGINT and SIGTERM from ending the process, so that an ordinary thread
// can wait for them: hardly anything may be called from a signal handler, and
// grpc::Server::Shutdown is not among it.
//
// Construct it in main before anything starts a thread, since a thread inherits
// what is blocked from the thread that starts it. It also ignores SIGPIPE: a
// server must outlive whoever reads what it prints.
class Termination {
 public:
  Termination();

  // Returns true once either signal has come. From then on both have their
  // usual effect again: a second Ctrl-C ends the process at once. Returns false
  // once somebody has called StopWaiting.
  bool Wait();

  // For a program that may be done before anybody wants it to end. May be
  // called on another thread than Wait, and before it.
  void StopWaiting();

 private:
  sigset_t signals_;
  std::atomic<bool> stop_waiting_ = false;
};

}  // namespace support

#endif  // EXAMPLES_SUPPORT_TERMINATION_H_
