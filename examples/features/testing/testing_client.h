// SPDX-License-Identifier: Apache-2.0
//
// Code that makes calls, and is to be tested.

#ifndef EXAMPLES_FEATURES_TESTING_TESTING_CLIENT_H_
#define EXAMPLES_FEATURES_TESTING_TESTING_CLIENT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"

// Thread-safe if the stub is, as those of gRPC are.
class TestingClient {
 public:
  // Calls by any stub: one of gRPC, or one that a test has made up. `stub` must
  // outlive the client.
  explicit TestingClient(helloworld::Greeter::StubInterface& stub)
      : stub_(stub) {}

  // Returns the server's greeting, or the status of the failed call. If the
  // server is UNAVAILABLE it is asked once more. Takes `timeout` at the most,
  // for both together.
  absl::StatusOr<std::string> Greet(const std::string& name,
                                    absl::Duration timeout);

 private:
  helloworld::Greeter::StubInterface& stub_;
};

#endif  // EXAMPLES_FEATURES_TESTING_TESTING_CLIENT_H_
