// SPDX-License-Identifier: Apache-2.0

#include "unix_socket.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "private_path.h"
#include "support/files.h"
#include "unix_socket_client.h"
#include "unix_socket_server.h"

namespace {

constexpr char kHello[] = "OK \"Hello, Ada!\"";
constexpr char kCall[] = "a call from this machine";

// A new folder with mode 0700, which is removed with all that is in it.
class NewFolder {
 public:
  NewFolder() {
    std::error_code none;  // If TMPDIR is no folder.
    const auto parent = std::filesystem::temp_directory_path(none);
    path_ = (parent / "unix_socket.XXXXXX").string();
    made_ = !none && mkdtemp(path_.data()) != nullptr;
  }
  ~NewFolder() {
    std::error_code ignored;  // What is left is in the temporary folder.
    if (made_) std::filesystem::remove_all(path_, ignored);
  }
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;

  bool made() const { return made_; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool made_ = false;
};

// Starts a server and calls it. Returns the server, or null.
std::unique_ptr<UnixSocketServer> Try(const std::string& address,
                                      support::Journal& journal,
                                      support::Story& story) {
  auto server = UnixSocketServer::Start(address, journal);
  story.ExpectStatus("start", "OK", server.status());
  if (!server.ok()) return nullptr;
  story.ExpectReply("client", kHello,
                    UnixSocketClient(address).SayHello("Ada"));
  story.ExpectServer(kCall);
  return *std::move(server);
}

void TellWhoMay(const std::string& path, support::Story& story) {
  story.Step("Who may connect? Those who may open folder and file.");
  story.ExpectReply("folder", "OK \"0700\"", ModeOf(support::FolderOf(path)));
  story.ExpectReply("socket", "OK \"0600\"", ModeOf(path));
}

// What a server leaves that is killed: a socket's file where nobody listens.
bool LeaveFile(const std::string& path) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) return false;
  std::memcpy(address.sun_path, path.data(), path.size());
  const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool bound =
      bind(descriptor, reinterpret_cast<const sockaddr*>(&address),
           sizeof(address)) == 0;
  close(descriptor);
  return bound;
}

}  // namespace

void TellUnixSocket(support::Journal& journal, support::Story& story) {
  const NewFolder folder;
  const std::string path = folder.path() + "/greeter.sock";
  const std::string address = "unix:" + path;

  story.Step("A socket is a file: the server makes it, the client opens it.");
  if (!folder.made()) {
    story.Expect("folder", "a new one", "none (see TMPDIR)");
    return;
  }
  std::unique_ptr<UnixSocketServer> server = Try(address, journal, story);
  TellWhoMay(path, story);

  story.Step("A second server does not get the path of the first.");
  story.ExpectStatus("second", "UNAVAILABLE",
                     UnixSocketServer::Start(address, journal).status());
  story.ExpectReply("client", kHello,
                    UnixSocketClient(address).SayHello("Ada"));
  story.ExpectServer(kCall);

  story.Step("A server that ends takes its file along.");
  server.reset();
  story.ExpectStatus("file", "NOT_FOUND", ModeOf(path).status());
  story.ExpectStatus("client", "UNAVAILABLE",
                     UnixSocketClient(address).SayHello("Ada").status());

  story.Step("A server that is killed leaves it; the next one replaces it.");
  story.Expect("file", "left", LeaveFile(path) ? "left" : "not there");
  story.ExpectStatus("client", "UNAVAILABLE",
                     UnixSocketClient(address).SayHello("Ada").status());
  server = Try(address, journal, story);

  story.Step("An abstract name: no file, no mode, open to the whole machine.");
  // Not the name of anybody else: the folder is ours.
  server = Try("unix-abstract:" + folder.path(), journal, story);
}

void CallUnixSocket(const std::string& target, support::Story& story) {
  story.Step("A socket is a file: the server makes it, the client opens it.");
  story.ExpectReply("client", kHello, UnixSocketClient(target).SayHello("Ada"));
  TellWhoMay(std::string(absl::StripPrefix(target, "unix:")), story);
}
