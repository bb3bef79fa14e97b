// SPDX-License-Identifier: Apache-2.0
//
// Unary: one request, one reply. A call like that of any function, but for the
// status that it returns: the function may be on another machine.
//
//   build/release/bin/hello_unary

#include "hello_unary.h"

#include <ostream>

#include "absl/time/clock.h"
#include "grpcpp/grpcpp.h"
#include "support/exit_status.h"
#include "support/text_format.h"

absl::Status HelloUnary(hello::Hello::Stub& stub,
                        const hello::HelloRequest& request,
                        absl::Duration timeout, std::ostream& out) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));

  hello::HelloReply reply;
  const grpc::Status status = stub.hello(&context, request, &reply);
  if (!status.ok()) {
    return support::CallStatus("hello", status.error_code(),
                               status.error_message());
  }
  out << support::TextFormat(reply) << std::flush;
  return absl::OkStatus();
}
