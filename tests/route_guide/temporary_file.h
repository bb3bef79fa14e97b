// SPDX-License-Identifier: Apache-2.0

#ifndef TESTS_ROUTE_GUIDE_TEMPORARY_FILE_H_
#define TESTS_ROUTE_GUIDE_TEMPORARY_FILE_H_

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "gmock/gmock.h"

// A file that holds `text` for as long as the object exists.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text) {
    const int descriptor = mkstemp(path_.data());
    EXPECT_NE(descriptor, -1);
    close(descriptor);
    std::ofstream file(path_, std::ios::binary);
    file << text;
    file.close();
    EXPECT_TRUE(file.good());
  }
  ~TemporaryFile() { unlink(path_.c_str()); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_ = testing::TempDir() + "route_guide_XXXXXX";
};

#endif  // TESTS_ROUTE_GUIDE_TEMPORARY_FILE_H_
