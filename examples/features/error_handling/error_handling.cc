// SPDX-License-Identifier: Apache-2.0

#include "error_handling.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "error_handling_client.h"
#include "grpcpp/grpcpp.h"
#include "remedy.h"

namespace {

constexpr char kOk[] = "OK, so use the reply";

// Of a call's outcome: the code, and what a client does about it. The message
// only if the code is not as wanted, because those of gRPC itself are not the
// same in all its versions.
void Expect(support::Story& story, absl::string_view wanted,
            const absl::Status& got) {
  const std::string line =
      absl::StrCat(absl::StatusCodeToString(got.code()), ", so ",
                   InWords(RemedyFor(got.code())));
  story.Expect("client", wanted,
               line == wanted || got.ok()
                   ? line
                   : absl::StrCat(line, ": ", got.message()));
}

void Expect(support::Story& story, absl::string_view wanted,
            const absl::StatusOr<std::string>& got) {
  Expect(story, wanted, got.status());
}

void TellOfRooms(ErrorHandlingClient& inn, support::Story& story) {
  story.Step("Ada takes a room, and then another one.");
  Expect(story, kOk, inn.Ask("Ada", "stay"));
  Expect(story, "ALREADY_EXISTS, so take it as an answer",
         inn.Ask("Ada", "stay"));
  story.ExpectServer("desk: ALREADY_EXISTS");

  story.Step("Nobody called Bo lives here.");
  Expect(story, "NOT_FOUND, so take it as an answer", inn.Ask("Bo", "pay"));
  story.ExpectServer("desk: NOT_FOUND");

  story.Step("Bo takes the last room, and Cy comes too late.");
  Expect(story, kOk, inn.Ask("Bo", "stay"));
  Expect(story, "RESOURCE_EXHAUSTED, so call again later, or ask for less",
         inn.Ask("Cy", "stay"));
  story.ExpectServer("desk: RESOURCE_EXHAUSTED");

  story.Step("Ada leaves without paying. She pays, and leaves.");
  Expect(story, "FAILED_PRECONDITION, so do what is missing first",
         inn.Ask("Ada", "leave"));
  story.ExpectServer("desk: FAILED_PRECONDITION");
  Expect(story, kOk, inn.Ask("Ada", "pay"));
  Expect(story, kOk, inn.Ask("Ada", "leave"));
}

void TellOfTheBook(ErrorHandlingClient& inn, support::Story& story) {
  story.Step("No book has a page 0.");
  Expect(story, "INVALID_ARGUMENT, so correct the request",
         inn.Ask("Bo", "page 0"));
  story.ExpectServer("desk: INVALID_ARGUMENT");

  story.Step("This book has no page 4.");
  Expect(story, "OUT_OF_RANGE, so take it as an answer",
         inn.Ask("Bo", "page 4"));
  story.ExpectServer("desk: OUT_OF_RANGE");

  story.Step("The inn itself looks for a chapter on a page that is not there.");
  Expect(story, "INTERNAL, so report it", inn.Ask("Bo", "chapter prices"));
  story.ExpectServer("desk: INTERNAL");

  story.Step("Page 3 is there, but is not what was written.");
  Expect(story, "DATA_LOSS, so report it", inn.Ask("Bo", "page 3"));
  story.ExpectServer("desk: DATA_LOSS");
}

// "write 7 Fish", for a board that reads "7 Soup".
std::string Write(const absl::StatusOr<std::string>& board,
                  absl::string_view text) {
  const std::string read = board.value_or("");
  return absl::StrCat("write ", read.substr(0, read.find(' ')), " ", text);
}

void TellOfTheBoard(ErrorHandlingClient& inn, support::Story& story) {
  story.Step("Two read the board, and both write. The second starts over.");
  const absl::StatusOr<std::string> seen = inn.Ask("Bo", "board");
  Expect(story, kOk, seen);
  Expect(story, kOk, inn.Ask("Bo", Write(seen, "Fish")));
  Expect(story, "ABORTED, so start over", inn.Ask("Ada", Write(seen, "Stew")));
  story.ExpectServer("desk: ABORTED");
  const absl::StatusOr<std::string> seen_again = inn.Ask("Ada", "board");
  Expect(story, kOk, seen_again);
  Expect(story, kOk, inn.Ask("Ada", Write(seen_again, "Fish and stew")));
}

void TellOfKeys(ErrorHandlingClient& inn, support::Story& story) {
  story.Step("Somebody without a key wants to close the inn.");
  Expect(story, "UNAUTHENTICATED, so sign in", inn.Ask("Bo", "close"));
  story.ExpectServer("desk: UNAUTHENTICATED");

  story.Step("So does Bo, with the key of a room.");
  Expect(story, "PERMISSION_DENIED, so give up",
         inn.Ask("Bo", "close", "room"));
  story.ExpectServer("desk: PERMISSION_DENIED");
}

// The desk has made none of these.
void TellOfWhatGrpcMakes(ErrorHandlingClient& inn, support::Story& story) {
  story.Step("Bo waits a tenth of a second for a letter that does not come.");
  Expect(story, "DEADLINE_EXCEEDED, so find out whether it was done",
         inn.WaitForPost(absl::Milliseconds(100)));

  story.Step("Bo waits, and changes his mind.");
  Expect(story, "CANCELLED, so do nothing", inn.WaitForPostAndCancel());

  story.Step("The porter wants a number, gets \"the attic\", and throws.");
  Expect(story, "UNKNOWN, so report it", inn.CarryBags("the attic"));

  story.Step("The porter has a second method in the .proto file, not in code.");
  Expect(story, "UNIMPLEMENTED, so give up", inn.CarryBagsAgain("1"));

  story.Step("A request of 5 MB, where 4 MB are taken.");
  Expect(story, "RESOURCE_EXHAUSTED, so call again later, or ask for less",
         inn.Ask("Bo", std::string(5 << 20, 'a')));

  story.Step("Another inn, where nobody listens.");
  ErrorHandlingClient nobody(grpc::CreateChannel(
      "unix:/no/such/inn", grpc::InsecureChannelCredentials()));
  Expect(story, "UNAVAILABLE, so call again later", nobody.Ask("Bo", "stay"));
}

}  // namespace

void TellErrorHandling(const std::string& target, support::Story& story) {
  ErrorHandlingClient inn(
      grpc::CreateChannel(target, grpc::InsecureChannelCredentials()));

  story.Step("The innkeeper sends home whom an earlier story may have left.");
  Expect(story, kOk, inn.Ask("the innkeeper", "close", "house"));

  TellOfRooms(inn, story);
  TellOfTheBook(inn, story);
  TellOfTheBoard(inn, story);
  TellOfKeys(inn, story);
  TellOfWhatGrpcMakes(inn, story);

  story.Step("Good night: the inn is as empty as it was.");
  Expect(story, kOk, inn.Ask("the innkeeper", "close", "house"));
}
