// SPDX-License-Identifier: Apache-2.0

#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "macaroon.h"
#include "node_certificate.h"
#include "support/certificate.h"
#include "support/files.h"
#include "tests/harness.h"
#include "tests/lightning/lnd_harness.h"

namespace {

using harness::HasCode;
using testing::HasSubstr;
using testing::MatchesRegex;

absl::Time Day(int day) {
  return absl::FromCivil(absl::CivilDay(2026, 11, day), absl::UTCTimeZone());
}

class NodeCertificate : public testing::Test {
 protected:
  void Write(const std::string& text) {
    ASSERT_TRUE(support::WriteFile(path_, text, 0644).ok());
  }

  // Valid from the 10th to the 20th.
  static std::string Pem(const std::vector<std::string>& hosts) {
    return support::MakeSelfSigned({.common_name = "node",
                                    .hosts = hosts,
                                    .ca = true,
                                    .server_only = true,
                                    .not_before = Day(10),
                                    .not_after = Day(20)})
        ->certificate;
  }

  absl::StatusOr<std::string> Read(const std::string& host, int day = 15) {
    return ReadNodeCertificate(path_, host, Day(day));
  }

  TestFolder folder_;
  const std::string path_ = folder_.path() + "/tls.cert";
};

TEST_F(NodeCertificate, IsReturnedAsItIs) {
  const std::string pem = Pem({"node", "127.0.0.1"});
  Write(pem);
  EXPECT_EQ(*Read("node"), pem);
  EXPECT_EQ(*Read("127.0.0.1"), pem);
}

TEST_F(NodeCertificate, MustBeThere) {
  const auto read = Read("node");
  EXPECT_THAT(read, HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(std::string(read.status().message()),
              MatchesRegex("cannot read .*/tls.cert: .*--tls_cert=PATH.*"));
}

TEST_F(NodeCertificate, MustBeACertificate) {
  for (const std::string text :
       {"", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n",
        "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n"}) {
    Write(text);
    const auto read = Read("node");
    EXPECT_THAT(read, HasCode(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(read.status().message(),
                HasSubstr("wanted a certificate in PEM, lnd's tls.cert"));
  }
}

TEST_F(NodeCertificate, MustNotHaveExpired) {
  Write(Pem({"node"}));
  EXPECT_THAT(Read("node", 20), HasCode(absl::StatusCode::kOk));
  const auto read = Read("node", 21);
  EXPECT_THAT(read, HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(
      read.status().message(),
      HasSubstr("has expired on 2026-11-20: restart lnd, which then makes a "
                "new one, and copy that"));
}

TEST_F(NodeCertificate, MustBeValidAlready) {
  Write(Pem({"node"}));
  EXPECT_THAT(Read("node", 10), HasCode(absl::StatusCode::kOk));
  const auto read = Read("node", 9);
  EXPECT_THAT(read, HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(read.status().message(),
              HasSubstr("is not valid before 2026-11-10: set this machine's "
                        "clock, by which it is 2026-11-09"));
}

TEST_F(NodeCertificate, MustBeForTheHost) {
  Write(Pem({"node", "127.0.0.1"}));
  for (const std::string host : {"other", "127.0.0.2", "::1", "node.example"}) {
    const auto read = Read(host);
    EXPECT_THAT(read, HasCode(absl::StatusCode::kFailedPrecondition)) << host;
    EXPECT_THAT(read.status().message(),
                HasSubstr("is not for host \"" + host +
                          "\", but for \"node\", \"127.0.0.1\": use one of"));
  }
}

TEST_F(NodeCertificate, WithoutHostsIsACas) {
  Write(Pem({}));
  EXPECT_THAT(Read("node"), HasCode(absl::StatusCode::kOk));
}

class Macaroon : public testing::Test {
 protected:
  void Write(const std::string& bytes, mode_t mode = 0600) {
    ASSERT_TRUE(support::WriteFile(path_, bytes, static_cast<int>(mode)).ok());
  }

  void Open(const std::string& folder) {
    ASSERT_EQ(chmod(folder.c_str(), 0755), 0);
  }

  TestFolder folder_;
  const std::string path_ = folder_.path() + "/admin.macaroon";
};

TEST_F(Macaroon, IsReturnedInHex) {
  Write(std::string("\x02\x00\xff", 3));
  EXPECT_EQ(*ReadMacaroon(path_), "0200ff");
}

TEST_F(Macaroon, MustBeThere) {
  const auto read = ReadMacaroon(path_);
  EXPECT_THAT(read, HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(read.status().message(), HasSubstr("--network=NAME"));
}

TEST_F(Macaroon, MustBeOneInBinaryForm) {
  const std::string bytes = FakeLnd::MacaroonBytes(FakeLnd::kAdmin);
  for (const std::string& text :
       {std::string(), std::string("hello"), absl::BytesToHexString(bytes),
        absl::Base64Escape(bytes), "\x02" + std::string(3 << 10, 'x')}) {
    Write(text);
    const auto read = ReadMacaroon(path_);
    EXPECT_THAT(read, HasCode(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(read.status().message(),
                HasSubstr("is no macaroon: wanted the file as lnd has written "
                          "it, not its text"));
  }
  Write("\x02" + std::string((3 << 10) - 1, 'x'));
  EXPECT_THAT(ReadMacaroon(path_), HasCode(absl::StatusCode::kOk));
}

TEST_F(Macaroon, MayBeReadByTheGroup) {
  Open(folder_.path());
  Write("\x02", 0640);
  EXPECT_THAT(ReadMacaroon(path_), HasCode(absl::StatusCode::kOk));
}

TEST_F(Macaroon, MustNotBeReadOrWrittenByAll) {
  Open(folder_.path());
  for (const mode_t mode : {0644, 0602, 0666}) {
    Write("\x02secret", mode);
    const auto read = ReadMacaroon(path_);
    EXPECT_THAT(read, HasCode(absl::StatusCode::kFailedPrecondition));
    EXPECT_EQ(read.status().message(),
              "everybody on this machine can get at " + path_ +
                  ": wanted mode 0600 (chmod 600 " + path_ + ")");
  }
}

TEST_F(Macaroon, OfAnyModeIsSafeInAClosedFolder) {
  Write("\x02", 0644);
  EXPECT_THAT(ReadMacaroon(path_), HasCode(absl::StatusCode::kOk));
  // A folder further up counts as well.
  const std::string below = folder_.path() + "/below";
  ASSERT_EQ(mkdir(below.c_str(), 0755), 0);
  ASSERT_TRUE(support::WriteFile(below + "/m", "\x02", 0644).ok());
  EXPECT_THAT(ReadMacaroon(below + "/m"), HasCode(absl::StatusCode::kOk));
}

TEST_F(Macaroon, BehindALinkIsLookedAtWhereItIs) {
  Open(folder_.path());
  Write("\x02", 0644);
  TestFolder closed;
  const std::string link = closed.path() + "/link";
  ASSERT_EQ(symlink(path_.c_str(), link.c_str()), 0);
  EXPECT_THAT(ReadMacaroon(link),
              HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST_F(Macaroon, MayBeNamedByARelativePath) {
  Open(folder_.path());
  Write("\x02", 0644);
  ASSERT_EQ(chdir(folder_.path().c_str()), 0);
  EXPECT_THAT(ReadMacaroon("admin.macaroon"),
              HasCode(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
