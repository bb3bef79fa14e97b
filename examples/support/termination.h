// SPDX-License-Identifier: Apache-2.0
//
// How a server is asked to end: by Ctrl-C (SIGINT) or by its service manager
// (SIGTERM).

#ifndef EXAMPLES_SUPPORT_TERMINATION_H_
#define EXAMPLES_SUPPORT_TERMINATION_H_

#include <signal.h>

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

  // Returns once either signal has come. From then on both have their usual
  // effect again: a second Ctrl-C ends the process at once.
  void Wait();

 private:
  sigset_t signals_;
};

}  // namespace support

#endif  // EXAMPLES_SUPPORT_TERMINATION_H_
