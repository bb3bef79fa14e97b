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

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
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

  int sent = 0;
  bool open = true;
  while (open) {
    const std::optional<std::string> name =
        names.Next("Please enter a name (or nothing to stop chatting): ");
    if (!name.has_value()) break;
    hello::HelloRequest request;
    request.set_greeting("Hello");
    request.set_name(*name);
    // False: the call has ended, and Finish knows why. True: gRPC has taken the
    // request, which does not mean that the server will read it.
    open = writer->Write(request);
    ++sent;
  }
  // Half a list must not pass for a whole one.
  if (!names.status().ok()) {
    context.TryCancel();
    writer->Finish().IgnoreError();
    return names.status();
  }
  // Half-close: no more requests, and the server may answer.
  if (open) open = writer->WritesDone();

  const grpc::Status status = writer->Finish();
  if (!status.ok()) {
    return support::CallStatus("clientHello", status.error_code(),
                               status.error_message());
  }
  // A server may answer, and with OK, before it has read everything. What it
  // has read, only its reply can tell.
  if (!open || reply.request_size() != sent) {
    return absl::AbortedError(absl::StrCat("clientHello: the server has read ",
                                           reply.request_size(), " of ", sent,
                                           " names"));
  }
  out << support::kSeparator << support::TextFormat(reply) << std::flush;
  return absl::OkStatus();
}
