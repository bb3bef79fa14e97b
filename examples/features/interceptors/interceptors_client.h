// SPDX-License-Identifier: Apache-2.0
//
// A client whose channel has interceptors. Its calls know nothing of them.

#ifndef EXAMPLES_FEATURES_INTERCEPTORS_INTERCEPTORS_CLIENT_H_
#define EXAMPLES_FEATURES_INTERCEPTORS_INTERCEPTORS_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"
#include "support/journal.h"

// A channel to `target` with interceptors that log, cache and add metadata.
// `log` must outlive the channel and its calls.
std::shared_ptr<grpc::Channel> ChannelWithInterceptors(
    const std::string& target, support::Journal& log);

// Thread-safe. Each method returns the server's greeting, or the status of the
// failed call.
class InterceptorsClient {
 public:
  explicit InterceptorsClient(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(helloworld::Greeter::NewStub(channel)) {}

  absl::StatusOr<std::string> SayHello(const std::string& name);

  // The same with the callback API.
  absl::StatusOr<std::string> SayHelloByCallback(const std::string& name);

 private:
  const std::unique_ptr<helloworld::Greeter::Stub> stub_;
};

#endif  // EXAMPLES_FEATURES_INTERCEPTORS_INTERCEPTORS_CLIENT_H_
