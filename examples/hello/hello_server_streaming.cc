// SPDX-License-Identifier: Apache-2.0
//
// Server streaming: one request, many replies. The client reads until there are
// no more, and then asks for the status, which says why there are no more.
//
//   build/release/bin/hello_server_streaming

#include "hello_server_streaming.h"

#include <memory>
#include <ostream>

#include "absl/time/clock.h"
#include "grpcpp/grpcpp.h"
#include "support/exit_status.h"
#include "support/text_format.h"

absl::Status HelloServerStreaming(hello::Hello::Stub& stub,
                                  const hello::HelloRequest& request,
                                  absl::Duration timeout, std::ostream& out) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));

  const std::unique_ptr<grpc::ClientReader<hello::HelloReply>> reader =
      stub.parrotHello(&context, request);
  hello::HelloReply reply;
  while (reader->Read(&reply)) {
    out << support::kSeparator << support::TextFormat(reply) << std::flush;
  }

  // Read returned false: there is no further reply. Whether the server has sent
  // all of them, or the call has failed in between, only the status tells.
  const grpc::Status status = reader->Finish();
  if (!status.ok()) {
    return support::CallStatus("parrotHello", status.error_code(),
                               status.error_message());
  }
  return absl::OkStatus();
}
