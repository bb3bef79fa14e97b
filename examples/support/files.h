// SPDX-License-Identifier: Apache-2.0
//
// Files that are read and written whole, some of which nobody else may read.

#ifndef EXAMPLES_SUPPORT_FILES_H_
#define EXAMPLES_SUPPORT_FILES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace support {

// What is in the file at `path`, of a mebibyte at most. NOT_FOUND,
// PERMISSION_DENIED or what else the system says; the message names the path.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// The same for a key or a token. FAILED_PRECONDITION if others than its owner
// may read or write the file: the message says how to change that.
absl::StatusOr<std::string> ReadSecretFile(const std::string& path);

// Makes or replaces the file at `path`, in one step: who reads it meanwhile, or
// after the machine has failed, finds the old file or the new one, whole.
// `mode` is the file's from its birth: 0600 for a secret.
absl::Status WriteFile(const std::string& path, absl::string_view content,
                       int mode);

// The folder that `path` is in, "." if it names none: without slashes at its
// end, with which the system would go through a link that is there.
std::string FolderOf(const std::string& path);

// `path` with a leading ~ replaced by the home folder.
std::string ExpandHome(absl::string_view path);

}  // namespace support

#endif  // EXAMPLES_SUPPORT_FILES_H_
