// SPDX-License-Identifier: Apache-2.0
//
// Client streaming: many requests, one reply. The client writes until it has no
// more to say, half-closes, and then waits for the reply and the status.
//
//   build/release/bin/hello_client_streaming

#include "hello_client_streaming.h"

#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "absl/time/clock.h"
#include "grpcpp/grpcpp.h"
#include "support/exit_status.h"
#include "support/text_format.h"

absl::Status HelloClientStreaming(hello::Hello::Stub& stub,
                                  support::LineReader& names,
                                  absl::Duration timeout, std::ostream& out) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));

  hello::DelayedReply reply;  // Filled by Finish.
  const std::unique_ptr<grpc::ClientWriter<hello::HelloRequest>> writer =
      stub.clientHello(&context, &reply);

  bool open = true;
  while (open) {
    const std::optional<std::string> name =
        names.Next("Please enter a name (or nothing to stop chatting): ");
    if (!name.has_value()) break;
    hello::HelloRequest request;
    request.set_greeting("Hello");
    request.set_name(*name);
    // False: the call has ended, and Finish knows why.
    open = writer->Write(request);
  }
  // Half-close: no more requests, and the server may answer.
  const bool sent = open && writer->WritesDone();

  const grpc::Status status = writer->Finish();
  if (!status.ok()) {
    return support::CallStatus("clientHello", status.error_code(),
                               status.error_message());
  }
  // A server may end a call, and even well, before it has heard everything.
  if (!sent) {
    return absl::AbortedError(
        "clientHello: the server answered before the last name");
  }
  out << support::kSeparator << support::TextFormat(reply) << std::flush;
  return absl::OkStatus();
}
