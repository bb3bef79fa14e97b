// SPDX-License-Identifier: Apache-2.0
//
// Calls that may be retried. Nothing in them says so: the channel does.

#ifndef EXAMPLES_FEATURES_RETRY_RETRY_CLIENT_H_
#define EXAMPLES_FEATURES_RETRY_RETRY_CLIENT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "retry_fault.h"

// A channel that treats its calls as `service_config` says, which is JSON (see
// retry_policy.h). If it is not valid, every call fails.
std::shared_ptr<grpc::Channel> ChannelWithPolicy(
    const std::string& target, const std::string& service_config);

// Thread-safe. The server is asked for a `fault` in each call.
class RetryClient {
 public:
  explicit RetryClient(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(hello::Hello::NewStub(channel)) {}

  // Returns the server's greeting, or the status of the last attempt.
  // DEADLINE_EXCEEDED if all of them together take longer than `timeout`.
  absl::StatusOr<std::string> SayHello(
      const std::string& name, const RetryFault& fault,
      absl::Duration timeout = absl::Minutes(1));

  struct Heard {
    std::vector<std::string> greetings;
    absl::Status status;
  };

  // Says one name after the other in a single stream, each when the one before
  // has been greeted. No more than one name if the stream may be begun again:
  // gRPC 1.83 has faults there (see the README).
  Heard Chat(const std::vector<std::string>& names, const RetryFault& fault);

 private:
  const std::unique_ptr<hello::Hello::Stub> stub_;
};

#endif  // EXAMPLES_FEATURES_RETRY_RETRY_CLIENT_H_
