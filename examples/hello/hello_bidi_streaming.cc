// SPDX-License-Identifier: Apache-2.0
//
// Bidirectional streaming: many requests, many replies, in two directions that
// are independent. Here they take turns, because the server answers each
// request: write one, read one.
//
//   build/release/bin/hello_bidi_streaming

#include "hello_bidi_streaming.h"

#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "grpcpp/grpcpp.h"
#include "support/exit_status.h"
#include "support/text_format.h"

namespace {

using HelloStream =
    grpc::ClientReaderWriter<hello::HelloRequest, hello::HelloReply>;

// Returns false if there is no further reply.
bool PrintReply(HelloStream& stream, std::ostream& out) {
  hello::HelloReply reply;
  if (!stream.Read(&reply)) return false;
  out << support::kSeparator << support::TextFormat(reply) << std::flush;
  return true;
}

}  // namespace

absl::Status HelloBidiStreaming(hello::Hello::Stub& stub,
                                support::LineReader& names,
                                absl::Duration timeout, std::ostream& out) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));

  const std::unique_ptr<HelloStream> stream = stub.biHello(&context);

  bool open = true;
  while (open) {
    const std::optional<std::string> name =
        names.Next("Please enter a name (or nothing to stop chatting): ");
    if (!name.has_value()) break;
    hello::HelloRequest request;
    request.set_greeting("Hello");
    request.set_name(*name);
    // False: the call has ended, and Finish knows why.
    open = stream->Write(request) && PrintReply(*stream, out);
  }
  // Half a list must not pass for a whole one.
  if (!names.status().ok()) {
    context.TryCancel();
    stream->Finish().IgnoreError();
    return names.status();
  }
  // Half-close: no more requests. The server may still have something to say,
  // and the status comes after the last of it.
  if (open) open = stream->WritesDone();
  while (PrintReply(*stream, out)) {
  }

  const grpc::Status status = stream->Finish();
  if (!status.ok()) {
    return support::CallStatus("biHello", status.error_code(),
                               status.error_message());
  }
  // A server may end a call, and with OK, before it has read everything.
  if (!open) {
    return absl::AbortedError(
        "biHello: the server ended the call before the last name");
  }
  return absl::OkStatus();
}
