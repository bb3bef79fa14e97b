// SPDX-License-Identifier: Apache-2.0

#ifndef TESTS_ROUTE_GUIDE_VANISHED_CLIENT_H_
#define TESTS_ROUTE_GUIDE_VANISHED_CLIENT_H_

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"

// Opens a call, and then does what a machine does whose network has gone: it
// neither speaks nor answers, and does not close the connection either.
class VanishedClient {
 public:
  // `address` is HOST:PORT, and `path` /package.Service/Method.
  VanishedClient(const std::string& address, const std::string& path) {
    const size_t colon = address.rfind(':');
    addrinfo hints = {};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    EXPECT_EQ(getaddrinfo(address.substr(0, colon).c_str(),
                          address.substr(colon + 1).c_str(), &hints, &found),
              0);
    bool connected = false;
    for (const addrinfo* each = found; each != nullptr && !connected;
         each = each->ai_next) {
      if (socket_ != -1) close(socket_);
      socket_ = socket(each->ai_family, each->ai_socktype, each->ai_protocol);
      connected = connect(socket_, each->ai_addr, each->ai_addrlen) == 0;
    }
    freeaddrinfo(found);
    EXPECT_TRUE(connected);

    // RFC 9113: the preface, our settings, and the acknowledgement of theirs.
    const std::string settings = Frame(4, 0, 0, "");
    const std::string acknowledged = Frame(4, 1, 0, "");
    // RFC 7541: POST, http, and four headers by name, none of them indexed.
    const std::string headers = absl::StrCat(
        "\x83\x86", Indexed("\x04", path), Indexed("\x01", "localhost"),
        Indexed("\x0f\x10", "application/grpc"), std::string(1, '\0'),
        Text("te"), Text("trailers"));
    const std::string all =
        absl::StrCat("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", settings, acknowledged,
                     Frame(1, /*END_HEADERS*/ 4, 1, headers));
    EXPECT_EQ(send(socket_, all.data(), all.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(all.size()));
  }
  ~VanishedClient() { close(socket_); }
  VanishedClient(const VanishedClient&) = delete;
  VanishedClient& operator=(const VanishedClient&) = delete;

 private:
  // Each is shorter than 127 bytes, so that a length is a byte.
  static std::string Text(const std::string& text) {
    return absl::StrCat(std::string(1, static_cast<char>(text.size())), text);
  }
  static std::string Indexed(const std::string& name,
                             const std::string& value) {
    return absl::StrCat(name, Text(value));
  }
  static std::string Frame(char type, char flags, char stream,
                           const std::string& payload) {
    const char header[] = {
        0, 0, static_cast<char>(payload.size()), type, flags, 0, 0, 0, stream};
    return absl::StrCat(std::string(header, sizeof(header)), payload);
  }

  int socket_ = -1;
};

#endif  // TESTS_ROUTE_GUIDE_VANISHED_CLIENT_H_
