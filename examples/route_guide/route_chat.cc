// SPDX-License-Identifier: Apache-2.0
//
// Bidirectional streaming: what do others say of a place? The client writes and
// reads at the same time, on two threads, since neither waits for the other: a
// person thinks, and the server answers a note with none, or with thousands.
//
// It answers each note with all earlier notes at that place, from anybody, and
// so with the client's own as well. Start two, and write in turns:
//
//   build/release/bin/route_chat

#include "route_chat.h"

#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "grpcpp/grpcpp.h"
#include "place.h"
#include "support/exit_status.h"

absl::Status RouteChat(routeguide::RouteGuide::Stub& stub,
                       const routeguide::Point& place,
                       support::LineReader& messages, absl::Duration timeout,
                       std::ostream& out) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));

  using NoteStream =
      grpc::ClientReaderWriter<routeguide::RouteNote, routeguide::RouteNote>;
  const std::unique_ptr<NoteStream> stream = stub.RouteChat(&context);

  // Asks once: from here on only the reader prints, and a question for each
  // line would stand in the middle of the answers to the line before.
  messages.Ask("Please enter notes, a line each (or nothing to leave):\n");
  std::thread reader([&] {
    routeguide::RouteNote note;
    while (stream->Read(&note)) out << Shown(note) << std::endl;
  });

  bool open = true;
  while (open) {
    const std::optional<std::string> message = messages.Next();
    if (!message.has_value()) break;
    routeguide::RouteNote note;
    *note.mutable_location() = place;
    note.set_message(*message);
    // False: the call has ended, and Finish knows why. Nobody hears of it
    // before the next line, for which Next waits.
    open = stream->Write(note);
  }
  // Half-close: no more notes. The server still answers those that it has, and
  // the status comes after the last answer.
  if (open) open = stream->WritesDone();
  reader.join();

  const grpc::Status status = stream->Finish();
  if (!status.ok()) {
    return support::CallStatus("RouteChat", status.error_code(),
                               status.error_message());
  }
  // A server may end a call, and with OK, before it has read everything.
  if (!open) {
    return absl::AbortedError(
        "RouteChat: the server ended the call before the last note");
  }
  // A line that cannot be sent ends the chat, too. Each note stands for itself:
  // there is no need to cancel the ones before.
  return messages.status();
}
