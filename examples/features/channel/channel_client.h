// SPDX-License-Identifier: Apache-2.0
//
// A client of two services, whose stubs share one channel.

#ifndef EXAMPLES_FEATURES_CHANNEL_CHANNEL_CLIENT_H_
#define EXAMPLES_FEATURES_CHANNEL_CHANNEL_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "helloworld.grpc.pb.h"

// Thread-safe. Each method returns the server's greeting, or the status of the
// failed call, which is DEADLINE_EXCEEDED after half a minute.
class ChannelClient {
 public:
  explicit ChannelClient(const std::shared_ptr<grpc::Channel>& channel)
      : greeter_(helloworld::Greeter::NewStub(channel)),
        hello_(hello::Hello::NewStub(channel)) {}

  // Calls the Greeter.
  absl::StatusOr<std::string> SayHello(const std::string& name);

  // Calls Hello.
  absl::StatusOr<std::string> SayGoodDay(const std::string& name);

 private:
  // A stub is light: it has the names of the methods, and a share in the
  // channel, which does the work.
  const std::unique_ptr<helloworld::Greeter::Stub> greeter_;
  const std::unique_ptr<hello::Hello::Stub> hello_;
};

#endif  // EXAMPLES_FEATURES_CHANNEL_CHANNEL_CLIENT_H_
