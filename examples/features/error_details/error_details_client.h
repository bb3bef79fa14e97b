// SPDX-License-Identifier: Apache-2.0
//
// Calls that find out why they have failed.

#ifndef EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_CLIENT_H_
#define EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_CLIENT_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "error_details_read.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "helloworld.grpc.pb.h"

// What came of a call.
struct ErrorDetailsAnswer {
  absl::StatusOr<std::string> reply;
  ErrorDetails details;  // None if the call has succeeded.
};

// Thread-safe. A call fails with DEADLINE_EXCEEDED if it takes longer than
// `timeout`.
class ErrorDetailsClient {
 public:
  explicit ErrorDetailsClient(const std::shared_ptr<grpc::Channel>& channel)
      : hello_(hello::Hello::NewStub(channel)),
        strange_(helloworld::Greeter::NewStub(channel)) {}

  // The server greets `name` with the words of `greeting`.
  ErrorDetailsAnswer Hello(const std::string& name, const std::string& greeting,
                           absl::Duration timeout);

  // The same, and once more if the code, RESOURCE_EXHAUSTED or UNAVAILABLE,
  // says that this is of use, the server says when, and time is left then. In
  // between it calls `wait` with what the first call came to, which returns
  // when `details.retry_delay` has passed.
  ErrorDetailsAnswer HelloPatiently(
      const std::string& name, const std::string& greeting,
      absl::Duration timeout,
      const std::function<void(const ErrorDetailsAnswer& refusal)>& wait);

  // Asks the strange service for an error.
  ErrorDetailsAnswer FailStrangely(const std::string& name,
                                   absl::Duration timeout);

 private:
  ErrorDetailsAnswer HelloUntil(const std::string& name,
                                const std::string& greeting,
                                absl::Time deadline);

  const std::unique_ptr<hello::Hello::Stub> hello_;
  const std::unique_ptr<helloworld::Greeter::Stub> strange_;
};

#endif  // EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_CLIENT_H_
