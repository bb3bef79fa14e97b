// SPDX-License-Identifier: Apache-2.0
//
// A place for a socket's file: nobody else can reach it, and one server at a
// time has it. No gRPC here: these are files and their modes.

#ifndef EXAMPLES_FEATURES_UNIX_SOCKET_PRIVATE_PATH_H_
#define EXAMPLES_FEATURES_UNIX_SOCKET_PRIVATE_PATH_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "support/descriptor.h"

// Has the path for as long as the object exists. The system lets go of it when
// the process ends, however that ends.
class PrivatePath {
 public:
  // What fits into a socket's address, in bytes.
  static constexpr size_t kLongest = 107;

  // Makes the folder of `path` if it is not there, with mode 0700, and locks
  // it: not a file in it, which somebody who cleans up might remove. So there
  // is one server to a folder. Fails with
  //   INVALID_ARGUMENT     if `path` is empty or longer than kLongest
  //   FAILED_PRECONDITION  if the folder is not this user's, or others can get
  //                        into it
  //   UNAVAILABLE          if another server has the folder
  // and otherwise with what the system says.
  static absl::StatusOr<std::unique_ptr<PrivatePath>> Take(
      const std::string& path);

  // Lets nobody but this user connect, when the socket is there.
  absl::Status CloseToOthers() const;

 private:
  PrivatePath(std::string path, int folder);

  const std::string path_;
  const support::Descriptor folder_;  // Holds the lock.
};

// The permissions of a file, such as 0700, or why they cannot be read.
absl::StatusOr<std::string> ModeOf(const std::string& path);

#endif  // EXAMPLES_FEATURES_UNIX_SOCKET_PRIVATE_PATH_H_
