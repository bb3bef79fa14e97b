// SPDX-License-Identifier: Apache-2.0

#include "support/files.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/harness.h"
#include "tests/support/test_folder.h"

namespace {

using ::testing::HasSubstr;

class Files : public testing::Test {
 protected:
  std::string Path(const std::string& name) const { return folder_.Path(name); }

  // The path of a new file.
  std::string New(const std::string& name, const std::string& content,
                  mode_t mode) const {
    return folder_.Write(name, content, mode);
  }

  const TestFolder folder_;
};

TEST_F(Files, AreReadAsTheyWereWritten) {
  const std::string all = {"bytes \0 \xFF \n", 10};
  for (const std::string& content : {std::string(), all}) {
    EXPECT_EQ(support::WriteFile(Path("a"), content, 0600), absl::OkStatus());
    EXPECT_EQ(support::ReadFile(Path("a")).value_or("none"), content);
  }
}

TEST_F(Files, AMebibyteIsReadAndNoMore) {
  const std::string most(1 << 20, 'a');
  EXPECT_EQ(support::ReadFile(New("most", most, 0600)).value_or("none"), most);
  const std::string path = New("more", most + "a", 0600);
  EXPECT_EQ(
      support::ReadFile(path).status(),
      absl::InvalidArgumentError(absl::StrCat(
          "cannot read ", path, ": wanted a file of at most 1048576 bytes")));
}

TEST_F(Files, AFileWhoseSizeTheSystemDoesNotKnowIsRead) {
  EXPECT_THAT(support::ReadFile("/proc/self/status").value_or("none"),
              HasSubstr("Uid:"));
}

TEST_F(Files, WhatIsNotThereIsNotFound) {
  EXPECT_EQ(support::ReadFile(Path("a")).status(),
            absl::NotFoundError(absl::StrCat("cannot read ", Path("a"),
                                             ": No such file or directory")));
}

TEST_F(Files, WhatMayNotBeReadIsDenied) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read all";
  EXPECT_THAT(support::ReadFile(New("a", "", 0000)),
              harness::HasCode(absl::StatusCode::kPermissionDenied));
}

TEST_F(Files, WhatCannotBeReadIsAnError) {
  // The memory at address 0, which nobody has.
  const auto content = support::ReadFile("/proc/self/mem");
  EXPECT_FALSE(content.ok());
  EXPECT_THAT(std::string(content.status().message()),
              HasSubstr("cannot read /proc/self/mem: "));
}

TEST_F(Files, AFolderOrAFifoIsNotReadNorWaitedFor) {
  ASSERT_EQ(mkfifo(Path("fifo").c_str(), 0600), 0);
  for (const std::string& path : {folder_.path(), Path("fifo")}) {
    EXPECT_EQ(support::ReadFile(path).status(),
              absl::InvalidArgumentError(
                  absl::StrCat("cannot read ", path, ": wanted a file")));
  }
}

TEST_F(Files, ASecretIsItsOwnersAlone) {
  for (const mode_t mode : {0600, 0400, 0700}) {
    EXPECT_EQ(support::ReadSecretFile(New("key", "k", mode)).value_or("none"),
              "k");
  }
  for (const mode_t mode : {0640, 0604, 0620, 0602, 0610, 0601}) {
    EXPECT_THAT(support::ReadSecretFile(New("key", "k", mode)),
                harness::HasCode(absl::StatusCode::kFailedPrecondition))
        << mode;
  }
  const std::string path = New("key", "k", 0644);
  EXPECT_EQ(support::ReadSecretFile(path).status(),
            absl::FailedPreconditionError(absl::StrCat(
                "others can get at ", path,
                " (mode 0644): wanted mode 0600 (chmod 600 ", path, ")")));
}

TEST_F(Files, TheModeOfASecretIsThatOfTheFileBehindALink) {
  const std::string path = New("key", "k", 0644);
  ASSERT_EQ(symlink(path.c_str(), Path("link").c_str()), 0);
  EXPECT_THAT(support::ReadSecretFile(Path("link")),
              harness::HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST_F(Files, TheModeIsTheOneAskedForWhateverTheUmask) {
  for (const mode_t mask : {0000, 0077, 0777}) {
    const mode_t before = umask(mask);
    EXPECT_EQ(support::WriteFile(Path("key"), "k", 0600), absl::OkStatus());
    EXPECT_EQ(support::WriteFile(Path("cert"), "c", 0644), absl::OkStatus());
    umask(before);
    EXPECT_EQ(folder_.ModeOf("key"), 0600);
    EXPECT_EQ(folder_.ModeOf("cert"), 0644);
  }
}

TEST_F(Files, TheModeOfAnOlderFileDoesNotStay) {
  New("key", "k", 0644);
  EXPECT_EQ(support::WriteFile(Path("key"), "new", 0600), absl::OkStatus());
  EXPECT_EQ(folder_.ModeOf("key"), 0600);
}

TEST_F(Files, ALinkIsReplacedAndNotFollowed) {
  const std::string path = New("elsewhere", "old", 0644);
  ASSERT_EQ(symlink(path.c_str(), Path("key").c_str()), 0);
  EXPECT_EQ(support::WriteFile(Path("key"), "k", 0600), absl::OkStatus());
  EXPECT_EQ(support::ReadSecretFile(Path("key")).value_or("none"), "k");
  EXPECT_EQ(support::ReadFile(path).value_or("none"), "old");
}

TEST_F(Files, AReaderFindsTheOldOrTheNewWhole) {
  const std::string old_content(100'000, 'o');
  const std::string new_content(200'000, 'n');
  ASSERT_EQ(support::WriteFile(Path("a"), old_content, 0600), absl::OkStatus());
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 0; i < 10; ++i) {
      const auto& content = i % 2 == 0 ? new_content : old_content;
      EXPECT_EQ(support::WriteFile(Path("a"), content, 0600), absl::OkStatus());
    }
    done = true;
  });
  int reads = 0;
  do {
    const std::string content = support::ReadFile(Path("a")).value_or("none");
    EXPECT_TRUE(content == old_content || content == new_content);
    ++reads;
  } while (!done || reads < 100);
  writer.join();
  EXPECT_EQ(folder_.Files().size(), 1U);
}

TEST_F(Files, APathThatNamesNoFolderIsWritten) {
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(folder_.path());
  EXPECT_EQ(support::WriteFile("a", "here", 0600), absl::OkStatus());
  EXPECT_EQ(support::ReadFile(Path("a")).value_or("none"), "here");
  std::filesystem::current_path(before);
}

TEST_F(Files, AFolderThatIsNotThereOrCannotBeWrittenToIsAnError) {
  const std::string path = Path("none/a");
  EXPECT_EQ(support::WriteFile(path, "a", 0600),
            absl::NotFoundError(absl::StrCat("cannot write ", path,
                                             ": No such file or directory")));
  // Not even root can.
  EXPECT_FALSE(support::WriteFile("/proc/self/a", "a", 0600).ok());
}

TEST_F(Files, WhatFailsLeavesNothingBehind) {
  std::filesystem::create_directory(Path("folder"));
  const absl::Status status = support::WriteFile(Path("folder"), "a", 0600);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("cannot write " + Path("folder")));
  EXPECT_EQ(folder_.Files().size(), 1U);
}

TEST_F(Files, WhereThereIsNoRoomTheOldFileStays) {
  const std::string path = New("a", "old", 0600);
  rlimit before = {};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit small = {.rlim_cur = 100, .rlim_max = before.rlim_max};
  const auto old_action = signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const absl::Status status =
      support::WriteFile(path, std::string(1000, 'n'), 0600);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  signal(SIGXFSZ, old_action);
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(support::ReadFile(path).value_or("none"), "old");
  EXPECT_EQ(folder_.Files().size(), 1U);
}

TEST(FolderOf, IsWhatIsBeforeTheLastName) {
  EXPECT_EQ(support::FolderOf("/a/b/c"), "/a/b");
  EXPECT_EQ(support::FolderOf("a/b"), "a");
  EXPECT_EQ(support::FolderOf("/c"), "/");
  EXPECT_EQ(support::FolderOf("//c"), "/");
  for (const std::string path : {"c", "./c", ".//c", "././c", ""}) {
    EXPECT_EQ(support::FolderOf(path), ".") << path;
  }
}

// A slash or a dot at its end would have the system go through a link.
TEST(FolderOf, HasNothingBehindItsName) {
  for (const std::string path : {"/a//c", "/a///c", "/a/./c", "/a/.//./c"}) {
    EXPECT_EQ(support::FolderOf(path), "/a") << path;
  }
  EXPECT_EQ(support::FolderOf("/a/../c"), "/a/..");
}

TEST_F(Files, TheTildeIsTheHomeFolder) {
  const char* const home = getenv("HOME");
  const std::string before = home == nullptr ? "" : home;
  setenv("HOME", "/home/ada", /*overwrite=*/1);
  EXPECT_EQ(support::ExpandHome("~"), "/home/ada");
  EXPECT_EQ(support::ExpandHome("~/.lnd/tls.cert"), "/home/ada/.lnd/tls.cert");
  for (const std::string path : {"", "/a/~", "~bob/a", "a~", "./~/a"}) {
    EXPECT_EQ(support::ExpandHome(path), path);
  }
  unsetenv("HOME");
  EXPECT_EQ(support::ExpandHome("~/a"), "~/a");
  if (home != nullptr) setenv("HOME", before.c_str(), /*overwrite=*/1);
}

}  // namespace
