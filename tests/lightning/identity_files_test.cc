// SPDX-License-Identifier: Apache-2.0

#include "identity_files.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "tests/harness.h"
#include "tests/support/test_folder.h"

namespace {

class IdentityFilesTest : public testing::Test {
 protected:
  std::string Found() const {
    const auto found = files_.Read();
    if (!found.ok()) return found.status().ToString();
    return found->certificate + " " + found->private_key;
  }

  const TestFolder folder_;
  const IdentityFiles files_{folder_.path(), "ada"};
};

TEST_F(IdentityFilesTest, HoldWhatWasWritten) {
  EXPECT_EQ(files_.certificate(), folder_.Path("ada.pem"));
  EXPECT_EQ(files_.key(), folder_.Path("ada-key.pem"));
  for (const std::string again : {"1", "2"}) {
    ASSERT_EQ(files_.Write({"cert" + again, "key" + again}), absl::OkStatus());
    EXPECT_EQ(Found(), "cert" + again + " key" + again);
  }
}

TEST_F(IdentityFilesTest, OnlyTheKeyIsASecretWhateverTheUmask) {
  for (const mode_t mask : {0000, 0077}) {
    const mode_t before = umask(mask);
    EXPECT_EQ(files_.Write({"cert", "key"}), absl::OkStatus());
    umask(before);
    EXPECT_EQ(folder_.ModeOf("ada.pem"), 0644);
    EXPECT_EQ(folder_.ModeOf("ada-key.pem"), 0600);
  }
}

TEST_F(IdentityFilesTest, AreBothThereOrNotFound) {
  EXPECT_EQ(files_.Read().status(), absl::NotFoundError("there were none"));
  folder_.Write("ada.pem", "cert", 0644);
  EXPECT_EQ(files_.Read().status(),
            absl::NotFoundError(files_.key() + " was missing"));
  // A key that others can read is no key to keep.
  folder_.Write("ada-key.pem", "key", 0644);
  folder_.Remove("ada.pem");
  EXPECT_EQ(files_.Read().status(),
            absl::NotFoundError(files_.certificate() + " was missing"));
}

TEST_F(IdentityFilesTest, AreNotReadIfOthersCanReadTheKey) {
  folder_.Write("ada.pem", "cert", 0644);
  folder_.Write("ada-key.pem", "key", 0640);
  EXPECT_THAT(files_.Read(),
              harness::HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST_F(IdentityFilesTest, AreNotReadIfTheCertificateIsNoFile) {
  std::filesystem::create_directory(files_.certificate());
  folder_.Write("ada-key.pem", "key");
  EXPECT_THAT(files_.Read(),
              harness::HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(files_.Write({"cert", "key"}).message()),
              testing::HasSubstr("cannot remove " + files_.certificate()));
  EXPECT_EQ(folder_.Read("ada-key.pem"), "key");
}

// Fails as a full disk does: no file may be longer than `bytes`.
class NoRoomFor {
 public:
  explicit NoRoomFor(rlim_t bytes) {
    EXPECT_EQ(getrlimit(RLIMIT_FSIZE, &before_), 0);
    const rlimit now = {.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &now), 0);
  }
  ~NoRoomFor() {
    EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &before_), 0);
    signal(SIGXFSZ, signal_before_);
  }
  NoRoomFor(const NoRoomFor&) = delete;
  NoRoomFor& operator=(const NoRoomFor&) = delete;

 private:
  const sighandler_t signal_before_ = signal(SIGXFSZ, SIG_IGN);
  rlimit before_ = {};
};

TEST_F(IdentityFilesTest, AreNeverOfTwoPairs) {
  const std::string longer(20, 'n');
  for (const support::Identity& half :
       {support::Identity{"new", longer}, support::Identity{longer, "new"}}) {
    ASSERT_EQ(files_.Write({"old", "old"}), absl::OkStatus());
    absl::Status status;
    {
      const NoRoomFor all(10);
      status = files_.Write(half);
    }
    EXPECT_THAT(std::string(status.message()),
                testing::HasSubstr("File too large"));
    EXPECT_EQ(files_.Read().status(),
              absl::NotFoundError(files_.certificate() + " was missing"));
    EXPECT_EQ(folder_.Files().size(), 1U);
  }
}

}  // namespace
