// SPDX-License-Identifier: Apache-2.0

#include "flow_control.h"

#include <algorithm>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "flow_control_client.h"

namespace {

constexpr int kMessages = 1000;

// For what must come to its end.
constexpr absl::Duration kEnough = absl::Minutes(1);

// A number of messages, in words that do not change from run to run.
std::string UpTo(int most, const absl::StatusOr<int>& messages) {
  if (!messages.ok()) return absl::StatusCodeToString(messages.status().code());
  if (*messages > most) return absl::StrCat(*messages);
  return absl::StrCat("no more than ", most);
}

// Reads a stream of kMessages from its first to its last.
absl::StatusOr<std::string> ReadAll(FlowControlReader& reader) {
  reader.Read(kMessages + 1);
  const absl::Status status = reader.Finish();
  if (!status.ok()) return status;
  return absl::StrCat(reader.read(), " messages in order");
}

// Reads most of a stream, and looks now and then how many messages the server
// has written and the client has not read yet. Returns the most it has seen.
absl::StatusOr<int> ReadAndLook(FlowControlClient& client,
                                FlowControlReader& reader) {
  int most = 0;
  // Not to the end: when the last message is written, the server forgets.
  while (reader.read() < kMessages * 9 / 10) {
    if (reader.Read(10) < 10) return absl::DataLossError("the stream ended");
    const absl::StatusOr<int> written = client.HowFar(reader.id());
    if (!written.ok()) return written;
    most = std::max(most, *written - reader.read());
  }
  return most;
}

// Has the server write a stream while another one waits.
void ReadAnother(FlowControlClient& client, support::Story& story) {
  story.ExpectReply("another call", "OK \"1000 messages in order\"",
                    ReadAll(*client.Reader(kMessages, kEnough)));
  story.ExpectServer("parrot: wrote 1000 messages");
}

void TellWhatTheServerWrites(FlowControlClient& client, support::Story& story) {
  story.Step("The server writes 1000 messages, and the client reads none.");
  const auto reader = client.Reader(kMessages, kEnough);
  ReadAnother(client, story);
  story.Expect("written, and not read", "no more than 3",
               UpTo(3, client.HowFar(reader->id())));

  story.Step("The client reads: the server goes on, and stays near.");
  story.Expect("written, and not read", "no more than 15",
               UpTo(15, ReadAndLook(client, *reader)));
  story.ExpectReply("client", "OK \"1000 messages in order\"",
                    ReadAll(*reader));
  story.ExpectServer("parrot: wrote 1000 messages");

  story.Step("The client reads ten messages, and leaves.");
  const auto leaver = client.Reader(kMessages, kEnough);
  leaver->Read(10);
  leaver->Cancel();
  story.ExpectStatus("client", "CANCELLED", leaver->Finish());
  story.ExpectServer("parrot: cut off before the last message");
}

void TellWhatTheClientWrites(FlowControlClient& client, support::Story& story) {
  story.Step("The client writes 1000 messages, and the server reads none.");
  const auto writer = client.Writer(kMessages, kEnough);
  ReadAnother(client, story);
  story.Expect("written, and not read", "no more than 3",
               UpTo(3, writer->written()));

  story.Step("The server reads.");
  story.ExpectStatus("client", "OK", client.GoOn(writer->id()));
  story.ExpectReply("client", "OK \"1000 messages in order\"", writer->Wait());
}

void TellOfAnEcho(FlowControlClient& client, support::Story& story) {
  story.Step("An echo: the client would read when it has written all.");
  const FlowControlEchoes stuck =
      client.WriteThenRead(kMessages, absl::Milliseconds(300));
  story.Expect("written, and not read", "no more than 31",
               UpTo(31, stuck.written));
  story.ExpectStatus("client", "DEADLINE_EXCEEDED", stuck.status);

  story.Step("The echo again: one thread writes, another reads.");
  const FlowControlEchoes echoes = client.WriteAndRead(kMessages, kEnough);
  story.ExpectStatus("client", "OK", echoes.status);
  story.Expect("client", "1000 messages in order",
               absl::StrCat(echoes.read, " messages in order"));
}

}  // namespace

void TellFlowControl(const std::string& target, support::Story& story) {
  FlowControlClient client(target);
  TellWhatTheServerWrites(client, story);
  TellWhatTheClientWrites(client, story);
  TellOfAnEcho(client, story);
}
