// SPDX-License-Identifier: Apache-2.0

#include "testing_client.h"

#include <string>

#include "absl/time/clock.h"
#include "support/exit_status.h"

absl::StatusOr<std::string> TestingClient::Greet(const std::string& name,
                                                 absl::Duration timeout) {
  helloworld::HelloRequest request;
  request.set_name(name);
  const auto deadline = absl::ToChronoTime(absl::Now() + timeout);

  grpc::Status status;
  constexpr int kAttempts = 2;
  for (int attempt = 1; attempt <= kAttempts; ++attempt) {
    grpc::ClientContext context;  // A context serves one call.
    context.set_deadline(deadline);
    helloworld::HelloReply reply;
    status = stub_.SayHello(&context, request, &reply);
    if (status.ok()) return reply.message();
    if (status.error_code() != grpc::StatusCode::UNAVAILABLE) break;
  }
  return support::CallStatus("SayHello", status.error_code(),
                             status.error_message());
}
