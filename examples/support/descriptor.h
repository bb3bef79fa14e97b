// SPDX-License-Identifier: Apache-2.0
//
// The owner of an open file or folder.

#ifndef EXAMPLES_SUPPORT_DESCRIPTOR_H_
#define EXAMPLES_SUPPORT_DESCRIPTOR_H_

#include <unistd.h>

namespace support {

class Descriptor {
 public:
  // What open() has returned: negative if it has failed.
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int operator*() const { return number_; }

 private:
  const int number_;
};

}  // namespace support

#endif  // EXAMPLES_SUPPORT_DESCRIPTOR_H_
