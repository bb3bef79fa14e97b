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
#include "support/files.h"
#include "support/quote.h"

namespace {

// What the last system call says about `path`.
absl::Status SystemError(const std::string& path) {
  return absl::ErrnoToStatus(errno, support::Quote(path));
}

// Whether only this user can get into a folder.
bool IsPrivate(const struct stat& folder) {
  return folder.st_uid == geteuid() && (folder.st_mode & 0077) == 0;
}

// Whether `path` leads to what `opened` is.
bool LeadsTo(const std::string& path, const struct stat& opened) {
  struct stat found = {};
  return lstat(path.c_str(), &found) == 0 && found.st_dev == opened.st_dev &&
         found.st_ino == opened.st_ino;
}

}  // namespace

absl::StatusOr<std::string> ModeOf(const std::string& path) {
  struct stat found = {};
  if (lstat(path.c_str(), &found) != 0) return SystemError(path);
  return absl::StrFormat("%04o", found.st_mode & 07777);
}

PrivatePath::PrivatePath(std::string path, int folder)
    : path_(std::move(path)), folder_(folder) {}

absl::StatusOr<std::unique_ptr<PrivatePath>> PrivatePath::Take(
    const std::string& path) {
  if (path.empty() || path.size() > kLongest) {
    return absl::InvalidArgumentError(
        absl::StrCat("socket ", support::Quote(path),
                     ": wanted a path of 1 to ", kLongest, " bytes"));
  }
  const std::string folder = support::FolderOf(path);
  // With its mode from birth: there is no moment in which others get in.
  if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return SystemError(folder);
  }
  // Not through a link, which somebody else may have put there.
  auto taken = absl::WrapUnique(new PrivatePath(
      path,
      open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)));
  const int opened = *taken->folder_;
  struct stat found = {};
  if (opened < 0 || fstat(opened, &found) != 0 || !IsPrivate(found)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "folder ", support::Quote(folder),
        ": wanted a folder of this user's with mode 0700, or none"));
  }
  // Once it is locked, it must still be the one at that path.
  if (flock(opened, LOCK_EX | LOCK_NB) != 0 || !LeadsTo(folder, found)) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", path,
                     ": wanted a folder in which no server listens"));
  }
  return taken;
}

absl::Status PrivatePath::CloseToOthers() const {
  if (chmod(path_.c_str(), 0600) != 0) return SystemError(path_);
  return absl::OkStatus();
}
