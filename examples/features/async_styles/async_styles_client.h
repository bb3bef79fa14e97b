// SPDX-License-Identifier: Apache-2.0
//
// Makes a hundred calls at once in a given style, and tells what that took.

#ifndef EXAMPLES_FEATURES_ASYNC_STYLES_ASYNC_STYLES_CLIENT_H_
#define EXAMPLES_FEATURES_ASYNC_STYLES_ASYNC_STYLES_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "crowd.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"
#include "styles.h"

// Thread-safe.
class AsyncStylesClient {
 public:
  // No call takes longer than `timeout`.
  AsyncStylesClient(const std::shared_ptr<grpc::Channel>& channel,
                    absl::Duration timeout)
      : stub_(helloworld::Greeter::NewStub(channel)), timeout_(timeout) {}

  static constexpr int kCalls = 100;

  // One synchronous call that belongs to no crowd. Returns the server's
  // greeting, or the status of the failed call.
  absl::StatusOr<std::string> SayHello(const std::string& name);

  struct Result {
    Outcomes outcomes;
    int threads = 0;      // That the style had at once, of its own.
    absl::Duration time;  // From before the first call until after the last.
  };

  // Makes kCalls calls in `style`. Blocks until all are over.
  Result Run(Style* style);

 private:
  const std::unique_ptr<helloworld::Greeter::Stub> stub_;
  const absl::Duration timeout_;
};

#endif  // EXAMPLES_FEATURES_ASYNC_STYLES_ASYNC_STYLES_CLIENT_H_
