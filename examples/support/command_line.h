// SPDX-License-Identifier: Apache-2.0
//
// The command line: absl flags, with types that say what a good value is.

#ifndef EXAMPLES_SUPPORT_COMMAND_LINE_H_
#define EXAMPLES_SUPPORT_COMMAND_LINE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace support {

// Sets the flags from the command line. Returns nothing if the program may go
// on, and otherwise the status to exit with: 0 after --help, which prints
// `summary` and the program's flags; 1 after an argument that is not a flag. A
// flag that is unknown, or whose value is refused, ends the program with one
// line and status 1 (absl's own doing).
//
// Call it first in main: it also quiets gRPC's log, which the environment
// variable GRPC_VERBOSITY brings back, and a check of abseil's that costs time.
[[nodiscard]] std::optional<int> ParseCommandLine(int argc, char** argv,
                                                  absl::string_view summary);

// The same for a program that takes more than flags, such as a command and what
// it is about: puts what is no flag into `arguments`, in order. After `--`
// nothing is a flag. Which arguments there are is for `summary` to say, and for
// the program to check.
[[nodiscard]] std::optional<int> ParseCommandLine(
    int argc, char** argv, absl::string_view summary,
    std::vector<std::string>& arguments);

// The value of a flag: a length of time that is not negative, such as 5s, 100ms
// or inf.
struct Timeout {
  absl::Duration value;
};
bool AbslParseFlag(absl::string_view text, Timeout* timeout,
                   std::string* error);
std::string AbslUnparseFlag(const Timeout& timeout);

// The value of a flag: text in UTF-8, which is all that a protobuf string
// holds.
struct Text {
  std::string value;
};
bool AbslParseFlag(absl::string_view text, Text* flag, std::string* error);
std::string AbslUnparseFlag(const Text& flag);

// The value of a flag: an address to listen on, such as localhost:50051 or
// [::1]:50051. Port 0 stands for a free port of the system's choice.
struct HostPort {
  std::string value;
};
bool AbslParseFlag(absl::string_view text, HostPort* address,
                   std::string* error);
std::string AbslUnparseFlag(const HostPort& address);

// The value of a flag: the number of a TCP port. 0 stands for a free port of
// the system's choice.
struct Port {
  uint16_t value;
};
bool AbslParseFlag(absl::string_view text, Port* port, std::string* error);
std::string AbslUnparseFlag(const Port& port);

}  // namespace support

#endif  // EXAMPLES_SUPPORT_COMMAND_LINE_H_
