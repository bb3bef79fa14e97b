// SPDX-License-Identifier: Apache-2.0
//
// A program that shows something happen, step by step, and says whether each
// thing came out as it should:
//
//   1. A deadline that is too short.
//      client: DEADLINE_EXCEEDED (as wanted)
//      server: stopped, for nobody waits (as wanted)

#ifndef EXAMPLES_SUPPORT_STORY_H_
#define EXAMPLES_SUPPORT_STORY_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "support/journal.h"

namespace support {

// One thread at a time.
class Story {
 public:
  // Prints to `out`. `journal` is what the server writes to, or null if the
  // server is in another process, where only its own terminal shows what it
  // says. Both must outlive the story.
  Story(std::ostream& out, Journal* journal) : out_(out), journal_(journal) {}

  // Begins the next step. The title is a sentence.
  void Step(absl::string_view title);

  // Prints a line that is neither right nor wrong.
  void Note(absl::string_view line);

  // Prints what has come, and notes it if that is not what was wanted. `who`
  // has seen it: "client", say.
  void Expect(absl::string_view who, absl::string_view wanted,
              absl::string_view got);

  // The same for the outcome of a call: `wanted` is OK or the name of another
  // code. Only if it goes on with ": " must the message be the same as well:
  // those of gRPC itself are not the same in all its versions.
  void ExpectStatus(absl::string_view who, absl::string_view wanted,
                    const absl::Status& got);

  // The same for a call whose reply is a text: `wanted` is OK "Hello!", or the
  // code of a failure.
  void ExpectReply(absl::string_view who, absl::string_view wanted,
                   const absl::StatusOr<std::string>& got);

  // Waits for the server to say something next. Does nothing if it is in
  // another process.
  void ExpectServer(absl::string_view wanted);

  // The same for several things that it may say in any order. They are printed
  // in the order of `wanted`.
  void ExpectServerInAnyOrder(const std::vector<std::string>& wanted);

  // What the server has said and nobody has asked for is not as wanted. Call
  // it last, when the server is gone.
  void ExpectServerSaidAll();

  // OK if there was at least one step, and all came out as wanted. Otherwise
  // FAILED_PRECONDITION, with the first that did not.
  absl::Status Outcome() const;

 private:
  std::ostream& out_;
  Journal* const journal_;
  int step_ = 0;
  int wrong_ = 0;
  std::string first_wrong_;
};

}  // namespace support

#endif  // EXAMPLES_SUPPORT_STORY_H_
