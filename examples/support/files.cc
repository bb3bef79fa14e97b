// SPDX-License-Identifier: Apache-2.0

#include "support/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "support/descriptor.h"

namespace support {
namespace {

constexpr size_t kMostBytes = 1 << 20;

absl::Status CannotRead(const std::string& path) {
  return absl::ErrnoToStatus(errno, "cannot read " + path);
}

absl::Status CannotWrite(const std::string& path) {
  return absl::ErrnoToStatus(errno, "cannot write " + path);
}

absl::StatusOr<std::string> Read(const std::string& path, mode_t refused) {
  // A FIFO is not waited for, and a terminal does not become the process's.
  const Descriptor file(
      open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  struct stat found = {};
  if (*file < 0 || fstat(*file, &found) != 0) return CannotRead(path);
  if (!S_ISREG(found.st_mode)) {
    return absl::InvalidArgumentError(
        absl::StrCat("cannot read ", path, ": wanted a file"));
  }
  // Of the file that is open: another may be at that path by now.
  if ((found.st_mode & refused) != 0) {
    return absl::FailedPreconditionError(absl::StrFormat(
        "others can get at %s (mode %04o): wanted mode 0600 (chmod 600 %s)",
        path, found.st_mode & 07777, path));
  }
  std::string content(kMostBytes + 1, '\0');
  size_t size = 0;
  ssize_t more = 1;
  while (more > 0 && size < content.size()) {
    more = read(*file, &content[size], content.size() - size);
    if (more < 0) return CannotRead(path);
    size += static_cast<size_t>(more);
  }
  if (size > kMostBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("cannot read ", path, ": wanted a file of at most ",
                     kMostBytes, " bytes"));
  }
  content.resize(size);
  return content;
}

// False, with the reason in errno, if there is no room for all of it.
bool WriteAll(int file, absl::string_view content) {
  while (!content.empty()) {
    const ssize_t size = write(file, content.data(), content.size());
    if (size < 0) return false;
    content.remove_prefix(static_cast<size_t>(size));
  }
  return true;
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  return Read(path, /*refused=*/0);
}

absl::StatusOr<std::string> ReadSecretFile(const std::string& path) {
  return Read(path, /*refused=*/0077);
}

absl::Status WriteFile(const std::string& path, absl::string_view content,
                       int mode) {
  const Descriptor folder(
      open(FolderOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (*folder < 0) return CannotWrite(path);
  // In the same folder, since a file moves in one step only within a disk. The
  // system picks a name that is free, and gives the file mode 0600.
  std::string temporary = path + ".XXXXXX";
  const Descriptor file(mkostemp(temporary.data(), O_CLOEXEC));
  if (*file < 0) return CannotWrite(path);
  if (!WriteAll(*file, content) ||
      fchmod(*file, static_cast<mode_t>(mode)) != 0 || fsync(*file) != 0 ||
      rename(temporary.c_str(), path.c_str()) != 0) {
    const absl::Status status = CannotWrite(path);
    unlink(temporary.c_str());
    return status;
  }
  // What is in the file is on the disk by now, and that it is there is not.
  return fsync(*folder) == 0 ? absl::OkStatus() : CannotWrite(path);
}

std::string FolderOf(const std::string& path) {
  std::filesystem::path folder = std::filesystem::path(path).parent_path();
  // As with a slash at the end.
  while (folder.filename() == "." && folder.has_parent_path()) {
    folder = folder.parent_path();
  }
  return folder.empty() ? "." : folder.string();
}

std::string ExpandHome(absl::string_view path) {
  const char* const home = std::getenv("HOME");
  const bool starts = path == "~" || path.substr(0, 2) == "~/";
  if (!starts || home == nullptr) return std::string(path);
  return absl::StrCat(home, path.substr(1));
}

}  // namespace support
