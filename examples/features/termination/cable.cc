// SPDX-License-Identifier: Apache-2.0

#include "cable.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <memory>
#include <string>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/create_channel_posix.h"

absl::StatusOr<std::unique_ptr<TerminationCable>> TerminationCable::To(
    const std::string& target) {
  using Tcp = boost::asio::ip::tcp;
  const size_t colon = std::min(target.rfind(':'), target.size());
  boost::asio::io_context context;
  boost::system::error_code error;
  const auto addresses = Tcp::resolver(context).resolve(
      target.substr(0, colon),
      target.substr(std::min(colon + 1, target.size())), error);
  Tcp::socket socket(context);
  if (!error) boost::asio::connect(socket, addresses, error);
  if (error) {
    return absl::UnavailableError(absl::StrCat(
        "cannot connect to ", target, ": wanted HOST:PORT of a server"));
  }
  return absl::WrapUnique(new TerminationCable(socket.release()));
}

TerminationCable::TerminationCable(int socket)
    : socket_(dup(socket)),
      channel_(grpc::CreateInsecureChannelFromFd("cable", socket)) {}

TerminationCable::~TerminationCable() { close(socket_); }

void TerminationCable::Cut() { shutdown(socket_, SHUT_RDWR); }
