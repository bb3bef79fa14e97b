// SPDX-License-Identifier: Apache-2.0
//
// Two stubs on one channel.

#ifndef EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_CLIENT_H_
#define EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "helloworld.grpc.pb.h"
#include "multiplex_door.h"
#include "multiplex_visit.h"

// A channel that shares its connection with no other one.
std::shared_ptr<grpc::Channel> ChannelOfItsOwn(const std::string& target);

// Thread-safe. Outlives the calls that it has begun.
class MultiplexClient {
 public:
  explicit MultiplexClient(const std::shared_ptr<grpc::Channel>& channel)
      : greeter_(helloworld::Greeter::NewStub(channel)),
        hello_(hello::Hello::NewStub(channel)) {}

  // What the server counts: "2 calls on 1 connection". Or the status of the
  // failed call, as with the next one.
  absl::StatusOr<std::string> CountCalls();

  // The server's greeting, which does not wait for anything. DEADLINE_EXCEEDED
  // if there is none after `timeout`.
  absl::StatusOr<std::string> GreetAgain(const std::string& name,
                                         absl::Duration timeout);

  // Begin calls that stay open.
  std::unique_ptr<MultiplexVisit> Visit(const std::string& name) {
    return std::make_unique<MultiplexVisit>(*greeter_, name);
  }
  std::unique_ptr<MultiplexDoor> OpenDoor() {
    return std::make_unique<MultiplexDoor>(*hello_);
  }

 private:
  const std::unique_ptr<helloworld::Greeter::Stub> greeter_;
  const std::unique_ptr<hello::Hello::Stub> hello_;
};

#endif  // EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_CLIENT_H_
