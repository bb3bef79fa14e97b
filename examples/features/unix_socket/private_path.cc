// SPDX-License-Identifier: Apache-2.0

#include "private_path.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "support/quote.h"

namespace {

// What the last system call says about `path`.
absl::Status SystemError(const std::string& path) {
  return absl::ErrnoToStatus(errno, support::Quote(path));
}

absl::Status MakePrivate(const std::string& folder) {
  // With its mode from birth: there is no moment in which others get in.
  if (mkdir(folder.c_str(), 0700) == 0) return absl::OkStatus();
  if (errno != EEXIST) return SystemError(folder);

  struct stat found = {};
  // Not through a link, which somebody else may have put there.
  if (lstat(folder.c_str(), &found) != 0) return SystemError(folder);
  if (!S_ISDIR(found.st_mode) || found.st_uid != geteuid() ||
      (found.st_mode & 0077) != 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        "folder ", support::Quote(folder),
        ": wanted a folder of this user's with mode 0700, or none"));
  }
  return absl::OkStatus();
}

}  // namespace

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

absl::StatusOr<std::string> ModeOf(const std::string& path) {
  struct stat found = {};
  if (lstat(path.c_str(), &found) != 0) return SystemError(path);
  return absl::StrFormat("%04o", found.st_mode & 07777);
}

PrivatePath::PrivatePath(std::string path, int lock)
    : path_(std::move(path)), lock_(lock) {}

PrivatePath::~PrivatePath() { close(lock_); }

absl::StatusOr<std::unique_ptr<PrivatePath>> PrivatePath::Take(
    const std::string& path) {
  if (path.empty() || path.size() > kLongest) {
    return absl::InvalidArgumentError(
        absl::StrCat("socket ", support::Quote(path),
                     ": wanted a path of 1 to ", kLongest, " bytes"));
  }
  if (const absl::Status made = MakePrivate(FolderOf(path)); !made.ok()) {
    return made;
  }
  const std::string lock_path = path + ".lock";
  const int lock = open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return SystemError(lock_path);
  auto taken = absl::WrapUnique(new PrivatePath(path, lock));
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    return absl::UnavailableError(absl::StrCat(
        "cannot listen on ", path, ": wanted a path that no server has"));
  }
  return taken;
}

absl::Status PrivatePath::CloseToOthers() const {
  if (chmod(path_.c_str(), 0600) != 0) return SystemError(path_);
  return absl::OkStatus();
}
