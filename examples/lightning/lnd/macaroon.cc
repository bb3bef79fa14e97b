// SPDX-License-Identifier: Apache-2.0

#include "macaroon.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "support/files.h"

namespace {

using std::filesystem::perms;

// In hex it must fit into the 8 KiB of metadata that servers take. lnd's own
// have about 300 bytes.
constexpr size_t kMostBytes = 3 << 10;

// What each macaroon begins with that lnd takes: its version.
constexpr char kVersion2 = 2;

bool Allows(const std::filesystem::path& path, perms wanted) {
  std::error_code error;
  const auto found = std::filesystem::status(path, error);
  // What cannot be looked at is nothing to warn of.
  return !error && (found.permissions() & wanted) != perms::none;
}

// Whether everybody gets to the file, and may then read or change it.
bool IsOpenToAll(const std::filesystem::path& path) {
  if (!Allows(path, perms::others_read | perms::others_write)) return false;
  for (std::filesystem::path folder = path; folder.has_relative_path();) {
    folder = folder.parent_path();
    if (!Allows(folder, perms::others_exec)) return false;
  }
  return true;
}

absl::Status CheckMode(const std::string& path) {
  std::error_code error;
  // Without symbolic links, each of which leads through other folders.
  const auto real = std::filesystem::canonical(path, error);
  if (error || !IsOpenToAll(real)) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("everybody on this machine can get at ", path,
                   ": wanted mode 0600 (chmod 600 ", path, ")"));
}

}  // namespace

absl::StatusOr<std::string> ReadMacaroon(const std::string& path) {
  const absl::StatusOr<std::string> bytes = support::ReadFile(path);
  if (!bytes.ok()) {
    return absl::Status(
        bytes.status().code(),
        absl::StrCat(bytes.status().message(),
                     ": wanted a macaroon of lnd's (--macaroon=PATH, or "
                     "--network=NAME if it is not mainnet, or --no_macaroon)"));
  }
  const absl::Status mode = CheckMode(path);
  if (!mode.ok()) return mode;
  if (bytes->empty() || bytes->size() > kMostBytes ||
      bytes->front() != kVersion2) {
    return absl::InvalidArgumentError(absl::StrCat(
        path,
        " is no macaroon: wanted the file as lnd has written it, not its "
        "text in hex or base64"));
  }
  return absl::BytesToHexString(*bytes);
}
