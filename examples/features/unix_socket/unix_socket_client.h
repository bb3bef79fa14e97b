// SPDX-License-Identifier: Apache-2.0
//
// A client whose target is a socket of this machine.

#ifndef EXAMPLES_FEATURES_UNIX_SOCKET_UNIX_SOCKET_CLIENT_H_
#define EXAMPLES_FEATURES_UNIX_SOCKET_UNIX_SOCKET_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "helloworld.grpc.pb.h"

// Thread-safe.
class UnixSocketClient {
 public:
  // `target` is unix:PATH or unix-abstract:NAME.
  explicit UnixSocketClient(const std::string& target);

  // Returns the server's greeting, or the status of the failed call.
  absl::StatusOr<std::string> SayHello(const std::string& name);

 private:
  const std::unique_ptr<helloworld::Greeter::Stub> stub_;
};

#endif  // EXAMPLES_FEATURES_UNIX_SOCKET_UNIX_SOCKET_CLIENT_H_
