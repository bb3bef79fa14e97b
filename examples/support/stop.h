// SPDX-License-Identifier: Apache-2.0
//
// One thread tells another, which waits, that it is time to end.

#ifndef EXAMPLES_SUPPORT_STOP_H_
#define EXAMPLES_SUPPORT_STOP_H_

#include "absl/time/time.h"
#include "support/descriptor.h"

namespace support {

// Off, and from Set on on. A file descriptor, so that a thread can wait for it
// and for input at once. Thread-safe.
class Stop {
 public:
  Stop();

  void Set();

  bool IsSet() const { return WaitFor(absl::ZeroDuration()); }

  // Returns true as soon as it is set, and false if that is not so after
  // `longest`.
  bool WaitFor(absl::Duration longest) const;

  // Returns when there is something to read from `descriptor`, or its end: true
  // if it is set by then.
  bool WaitForInput(int descriptor) const;

 private:
  const Descriptor event_;
};

}  // namespace support

#endif  // EXAMPLES_SUPPORT_STOP_H_
