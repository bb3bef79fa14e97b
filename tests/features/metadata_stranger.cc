// SPDX-License-Identifier: Apache-2.0

#include "tests/features/metadata_stranger.h"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

#include "gmock/gmock.h"

namespace {

// `number` in `bytes` bytes, the highest first.
std::string BigEndian(size_t number, int bytes) {
  std::string text;
  while (bytes-- > 0) text.push_back(static_cast<char>(number >> (8 * bytes)));
  return text;
}

int ConnectTo(const std::string& address) {
  const size_t colon = address.rfind(':');
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(address.substr(0, colon).c_str(),
                  address.substr(colon + 1).c_str(), &hints, &found) != 0) {
    return -1;
  }
  int connected = -1;
  for (const addrinfo* a = found; a != nullptr && connected < 0;
       a = a->ai_next) {
    connected = socket(a->ai_family, a->ai_socktype, a->ai_protocol);
    if (connect(connected, a->ai_addr, a->ai_addrlen) == 0) continue;
    close(connected);
    connected = -1;
  }
  freeaddrinfo(found);
  return connected;
}

}  // namespace

MetadataStranger::MetadataStranger(const std::string& address, int window)
    : socket_(ConnectTo(address)) {
  EXPECT_GE(socket_, 0) << "no connection to " << address;
  out_ = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  // SETTINGS of the connection, with SETTINGS_INITIAL_WINDOW_SIZE.
  out_ += BigEndian(6, 3) + '\x04' + '\0' + BigEndian(0, 4);
  out_ += BigEndian(4, 2) + BigEndian(window, 4);
}

MetadataStranger::~MetadataStranger() { close(socket_); }

MetadataStranger& MetadataStranger::Call(const std::string& method,
                                         const MetadataEntries& entries) {
  MetadataEntries all = {
      {":method", "POST"}, {":scheme", "http"},
      {":path", method},   {":authority", "localhost"},
      {"te", "trailers"},  {"content-type", "application/grpc"}};
  all.insert(all.end(), entries.begin(), entries.end());
  std::string headers;
  for (const auto& [key, value] : all) {
    // A literal that the receiver need not remember, with a new name.
    headers += '\0' + BigEndian(key.size(), 1) + key +
               BigEndian(value.size(), 1) + value;
  }
  Frame('\x01', '\x04', headers);  // HEADERS, END_HEADERS
  return *this;
}

MetadataStranger& MetadataStranger::Message(bool last) {
  Frame('\x00', last ? '\x01' : '\x00', BigEndian(0, 5));  // DATA, END_STREAM
  return *this;
}

MetadataStranger& MetadataStranger::Cancel() {
  Frame('\x03', '\x00', BigEndian(8, 4));  // RST_STREAM, CANCEL
  return *this;
}

void MetadataStranger::Send() {
  EXPECT_EQ(send(socket_, out_.data(), out_.size(), MSG_NOSIGNAL),
            static_cast<ssize_t>(out_.size()));
  out_.clear();
}

void MetadataStranger::Frame(char type, char flags,
                             const std::string& payload) {
  out_ += BigEndian(payload.size(), 3) + type + flags + BigEndian(1, 4);
  out_ += payload;
}
