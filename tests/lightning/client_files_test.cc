// SPDX-License-Identifier: Apache-2.0

#include "client_files.h"

#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "tests/harness.h"
#include "tests/lightning/gateway_harness.h"
#include "tests/support/test_folder.h"

namespace {

using absl::StatusCode;
using harness::HasCode;
using harness::TestPki;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class ClientFilesTest : public testing::Test {
 protected:
  ClientFilesTest() {
    folder_.Write("ca.pem", TestPki().ca.certificate, 0644);
    folder_.Write("client.pem", TestPki().client.certificate, 0644);
    folder_.Write("client-key.pem", TestPki().client.private_key, 0600);
  }

  std::string Path(const std::string& name) const { return folder_.Path(name); }

  const TestFolder folder_;
};

TEST_F(ClientFilesTest, AreRead) {
  const auto files = ReadClientFiles(folder_.path());
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_EQ(files->ca, TestPki().ca.certificate);
  EXPECT_EQ(files->identity.certificate, TestPki().client.certificate);
  EXPECT_EQ(files->identity.private_key, TestPki().client.private_key);
  EXPECT_EQ(WhyRefused(*files, absl::Now()), "");
}

TEST_F(ClientFilesTest, AMissingFileIsNamed) {
  for (const std::string name : {"ca.pem", "client.pem", "client-key.pem"}) {
    std::filesystem::rename(Path(name), Path("away"));
    const absl::Status status = ReadClientFiles(folder_.path()).status();
    EXPECT_THAT(status, HasCode(StatusCode::kNotFound));
    EXPECT_THAT(std::string(status.message()),
                AllOf(HasSubstr(Path(name)),
                      EndsWith("wanted copies of the node's ca.pem, client.pem "
                               "and client-key.pem in --cert_dir")));
    std::filesystem::rename(Path("away"), Path(name));
  }
}

TEST_F(ClientFilesTest, AFileThatIsNoCertificateIsNamed) {
  for (const std::string name : {"ca.pem", "client.pem"}) {
    std::filesystem::rename(Path(name), Path("away"));
    folder_.Write(name, "none", 0644);
    const absl::Status status = ReadClientFiles(folder_.path()).status();
    EXPECT_THAT(status, HasCode(StatusCode::kInvalidArgument));
    EXPECT_THAT(std::string(status.message()), StartsWith(Path(name) + ": "));
    std::filesystem::rename(Path("away"), Path(name));
  }
}

TEST_F(ClientFilesTest, AKeyThatIsNoneOrAnothersIsNamedAndNotShown) {
  for (const std::string& key :
       {std::string("secret"), TestPki().server.private_key}) {
    folder_.Write("client-key.pem", key, 0600);
    EXPECT_EQ(ReadClientFiles(folder_.path()).status(),
              absl::InvalidArgumentError(absl::StrCat(
                  Path("client-key.pem"), ": wanted the private key of ",
                  Path("client.pem"))));
  }
}

TEST_F(ClientFilesTest, AKeyThatOthersMayReadIsNotUsed) {
  ASSERT_EQ(chmod(Path("client-key.pem").c_str(), 0640), 0);
  EXPECT_THAT(ReadClientFiles(folder_.path()),
              HasCode(StatusCode::kFailedPrecondition));
}

TEST_F(ClientFilesTest, AFileThatCannotBeReadIsNamed) {
  std::filesystem::remove(Path("ca.pem"));
  std::filesystem::create_directory(Path("ca.pem"));
  const absl::Status status = ReadClientFiles(folder_.path()).status();
  EXPECT_FALSE(status.ok());
  EXPECT_THAT(std::string(status.message()), HasSubstr(Path("ca.pem")));
}

TEST(WhyRefused, SaysNothingAboutWhatIsNoCertificate) {
  EXPECT_EQ(WhyRefused({.ca = "", .identity = {}}, absl::Now()), "");
}

}  // namespace
