// SPDX-License-Identifier: Apache-2.0

#include "unix_socket.h"

#include <stdlib.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"
#include "private_path.h"
#include "support/feature.h"
#include "support/journal.h"
#include "support/story.h"
#include "tests/feature_harness.h"
#include "tests/harness.h"
#include "tests/support/test_folder.h"
#include "unix_socket_client.h"
#include "unix_socket_server.h"

namespace {

// Called before each flock, if there is something to be called.
std::function<void()> before_flock;

}  // namespace

// In place of that of the C library, so that a test can come between two system
// calls of PrivatePath.
extern "C" int flock(int descriptor, int operation) noexcept {
  if (before_flock) before_flock();
  return static_cast<int>(syscall(SYS_flock, descriptor, operation));
}

namespace {

class UnixSocket : public testing::Test {
 protected:
  std::unique_ptr<UnixSocketServer> MustStart(const std::string& address) {
    return harness::MustStart(UnixSocketServer::Start(address, journal_));
  }

  static std::string Greeting(const std::string& address) {
    return UnixSocketClient(address).SayHello("Ada").value_or("none");
  }

  const TestFolder test_folder_;
  const std::string folder_ = test_folder_.path();
  const std::string path_ = test_folder_.Path("greeter.sock");
  const std::string address_ = "unix:" + path_;
  support::Journal journal_;  // Outlives the servers, which write to it.
};

TEST_F(UnixSocket, ItsStoryComesOutAsWantedAndTheSameEachTime) {
  harness::ExpectTheSameTwice(TellUnixSocket);
}

TEST_F(UnixSocket, ItsStoryFailsWithoutATemporaryFolder) {
  const char* const before = getenv("TMPDIR");
  const std::string kept = before == nullptr ? "/tmp" : before;
  std::ostringstream out;
  setenv("TMPDIR", (folder_ + "/none").c_str(), /*overwrite=*/1);
  EXPECT_EQ(support::TellStory(out, TellUnixSocket),
            absl::FailedPreconditionError(
                "step 1, folder: none (see TMPDIR) (wanted a new one)"));
  setenv("TMPDIR", kept.c_str(), /*overwrite=*/1);
}

TEST_F(UnixSocket, ItsCallsComeOutAsWanted) {
  const auto server = MustStart(address_);
  const harness::Told told = harness::StoryAt(address_, CallUnixSocket);
  EXPECT_EQ(told.outcome, absl::OkStatus()) << told.text;
}

TEST_F(UnixSocket, ItsCallsFailWhereNobodyServes) {
  const harness::Told told = harness::StoryAt(address_, CallUnixSocket);
  EXPECT_THAT(told.outcome,
              harness::HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST_F(UnixSocket, TheServerKnowsThatTheCallIsFromThisMachine) {
  const auto server = MustStart(address_);
  EXPECT_EQ(server->address(), address_);
  EXPECT_EQ(Greeting(address_), "Hello, Ada!");
  EXPECT_EQ(journal_.Next().value_or(""), "a call from this machine");
}

TEST_F(UnixSocket, AFolderIsMadeForThisUserOnly) {
  const std::string folder = folder_ + "/new";
  const auto server = MustStart("unix:" + folder + "/s");
  EXPECT_EQ(ModeOf(folder).value_or(""), "0700");
  EXPECT_EQ(ModeOf(folder + "/s").value_or(""), "0600");
}

TEST_F(UnixSocket, AFolderThatOthersCanEnterIsRefused) {
  ASSERT_EQ(chmod(folder_.c_str(), 0750), 0);
  EXPECT_EQ(UnixSocketServer::Start(address_, journal_).status(),
            absl::FailedPreconditionError(absl::StrCat(
                "folder \"", folder_,
                "\": wanted a folder of this user's with mode 0700, or none")));
  EXPECT_THAT(ModeOf(path_), harness::HasCode(absl::StatusCode::kNotFound));
}

TEST_F(UnixSocket, ALinkOrAFileInPlaceOfTheFolderIsRefused) {
  const std::string link = folder_ + "/link";
  ASSERT_EQ(symlink(folder_.c_str(), link.c_str()), 0);
  const auto server = MustStart(address_);
  for (const std::string& folder : {link, link + "/", link + "/.", path_}) {
    EXPECT_THAT(UnixSocketServer::Start("unix:" + folder + "/s", journal_),
                harness::HasCode(absl::StatusCode::kFailedPrecondition));
  }
}

TEST_F(UnixSocket, AFolderInNoFolderIsNotFound) {
  EXPECT_THAT(UnixSocketServer::Start("unix:" + folder_ + "/no/no/s", journal_),
              harness::HasCode(absl::StatusCode::kNotFound));
}

TEST_F(UnixSocket, AFolderOfAnotherUserIsRefused) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give a folder away";
  ASSERT_EQ(chown(folder_.c_str(), 65534, 65534), 0);
  EXPECT_THAT(UnixSocketServer::Start(address_, journal_),
              harness::HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST_F(UnixSocket, APathThatDoesNotFitIsRefused) {
  const std::string longest =
      address_ + std::string(PrivatePath::kLongest - path_.size(), 'a');
  EXPECT_EQ(MustStart(longest)->address(), longest);
  for (const std::string& address : {longest + "a", std::string("unix:")}) {
    const auto server = UnixSocketServer::Start(address, journal_);
    ASSERT_THAT(server, harness::HasCode(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(std::string(server.status().message()),
                testing::HasSubstr("wanted a path of 1 to 107 bytes"));
  }
}

TEST_F(UnixSocket, AnAddressOfAnotherKindIsRefused) {
  for (const std::string& address :
       {std::string("localhost:0"), std::string(""),
        std::string("unix-abstract:"),
        "unix-abstract:" + std::string(PrivatePath::kLongest + 1, 'a')}) {
    const auto server = UnixSocketServer::Start(address, journal_);
    ASSERT_THAT(server, harness::HasCode(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(std::string(server.status().message()),
                testing::HasSubstr("wanted unix:PATH or unix-abstract:NAME"));
  }
}

TEST_F(UnixSocket, ACharacterThatMeansSomethingInAUriIsRefused) {
  for (const std::string& address :
       {address_ + "?", address_ + "#", address_ + "%41",
        std::string("unix-abstract:a?")}) {
    EXPECT_THAT(UnixSocketServer::Start(address, journal_),
                harness::HasCode(absl::StatusCode::kInvalidArgument));
  }
}

TEST_F(UnixSocket, AFileThatIsNoSocketIsLeftThere) {
  ASSERT_TRUE(std::ofstream(path_).put('x'));
  EXPECT_THAT(UnixSocketServer::Start(address_, journal_),
              harness::HasCode(absl::StatusCode::kUnavailable));
  EXPECT_EQ(std::filesystem::file_size(path_), 1);
}

TEST_F(UnixSocket, ASecondServerGetsThePathWhenTheFirstHasEnded) {
  auto first = MustStart(address_);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(UnixSocketServer::Start(address_, journal_).status(),
              absl::UnavailableError(absl::StrCat(
                  "cannot listen on ", path_,
                  ": wanted a folder in which no server listens")));
    EXPECT_EQ(Greeting(address_), "Hello, Ada!");
  }
  first.reset();
  EXPECT_THAT(ModeOf(path_), harness::HasCode(absl::StatusCode::kNotFound));
  const auto second = MustStart(address_);
  EXPECT_EQ(Greeting(address_), "Hello, Ada!");
}

TEST_F(UnixSocket, AFolderHasOneServer) {
  const auto first = MustStart(address_);
  EXPECT_THAT(UnixSocketServer::Start("unix:" + folder_ + "/other", journal_),
              harness::HasCode(absl::StatusCode::kUnavailable));
  EXPECT_EQ(Greeting(address_), "Hello, Ada!");
}

// Somebody cleans up just then: the folder that is locked is no longer the one
// in which the socket would be.
TEST_F(UnixSocket, AFolderThatHasGoneBeforeItIsLockedIsRefused) {
  const std::string folder = folder_ + "/new";
  const std::string address = "unix:" + folder + "/s";
  for (const bool another : {false, true}) {
    before_flock = [&folder, another] {
      std::filesystem::remove(folder);
      if (another) {
        EXPECT_EQ(mkdir(folder.c_str(), 0700), 0);
      }
    };
    const auto server = UnixSocketServer::Start(address, journal_);
    before_flock = nullptr;
    EXPECT_EQ(server.status(),
              absl::UnavailableError(absl::StrCat(
                  "cannot listen on ", folder,
                  "/s: wanted a folder in which no server listens")));
    MustStart(address);  // Next time it is to be had.
  }
}

TEST_F(UnixSocket, AnAbstractNameHasOneServerAndNoFile) {
  const std::string address = "unix-abstract:" + folder_;
  const auto first = MustStart(address);
  EXPECT_THAT(UnixSocketServer::Start(address, journal_),
              harness::HasCode(absl::StatusCode::kUnavailable));
  EXPECT_EQ(Greeting(address), "Hello, Ada!");
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(UnixSocket, AServerEndsAlthoughACallIsOpen) {
  auto server = MustStart(address_);
  const auto channel =
      grpc::CreateChannel(address_, grpc::experimental::LocalCredentials(UDS));
  helloworld::Greeter::Stub stub(channel);
  const auto greeted = [&stub] {
    harness::Context context;
    helloworld::HelloReply reply;
    return stub.SayHello(&context, {}, &reply).ok();
  };
  ASSERT_TRUE(greeted());
  harness::SilentCall call(channel, "/helloworld.Greeter/SayHello");
  // The server has it before the next one, which is on the same connection.
  ASSERT_TRUE(greeted());
  server.reset();
  EXPECT_FALSE(call.Wait().ok());
}

// A call with a token, by the given channel.
grpc::Status CallWithToken(const std::shared_ptr<grpc::Channel>& channel) {
  harness::Context context;
  context.set_credentials(grpc::AccessTokenCredentials("secret"));
  helloworld::HelloReply reply;
  return helloworld::Greeter::Stub(channel).SayHello(&context, {}, &reply);
}

TEST_F(UnixSocket, ATokenIsSentOnlyWhereLocalCredentialsVouchForThePeer) {
  const auto server = MustStart(address_);
  EXPECT_EQ(
      CallWithToken(grpc::CreateChannel(
                        address_, grpc::experimental::LocalCredentials(UDS)))
          .error_message(),
      "");
  EXPECT_THAT(CallWithToken(grpc::CreateChannel(
                  address_, grpc::InsecureChannelCredentials())),
              harness::HasCode(absl::StatusCode::kUnauthenticated));
}

// Connects to `path` as the user `nobody`, in a process of its own. Returns 0
// or the error's number. The child calls nothing that a thread of the parent
// could have locked.
int ConnectAsNobody(const std::string& path) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  const pid_t child = fork();
  if (child == 0) {
    if (syscall(SYS_setuid, 65534) != 0) _exit(errno);
    const int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
    const int connected =
        connect(descriptor, reinterpret_cast<const sockaddr*>(&address),
                sizeof(address));
    _exit(connected == 0 ? 0 : errno);
  }
  int status = -1;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F(UnixSocket, AnotherUserIsKeptOutByTheFolderAndByTheFile) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can become another user";
  const auto server = MustStart(address_);
  EXPECT_EQ(ConnectAsNobody(path_), EACCES);
  ASSERT_EQ(chmod(folder_.c_str(), 0755), 0);
  EXPECT_EQ(ConnectAsNobody(path_), EACCES);
  ASSERT_EQ(chmod(path_.c_str(), 0666), 0);
  EXPECT_EQ(ConnectAsNobody(path_), 0);
}

}  // namespace
