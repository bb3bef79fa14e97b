// SPDX-License-Identifier: Apache-2.0

#include "support/command_line.h"

#include <cstdint>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "absl/flags/commandlineflag.h"
#include "absl/flags/parse.h"
#include "absl/flags/reflection.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "support/exit_status.h"
#include "utf8cpp/utf8.h"

namespace support {
namespace {

std::string Basename(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

// The flags of the program itself, by name, and what they are for. Libraries
// define many more.
std::map<std::string, std::string> OwnFlags() {
  std::map<std::string, std::string> flags;
  for (const auto& [name, flag] : absl::GetAllFlags()) {
    if (absl::EndsWith(flag->Filename(), "_main.cc") ||
        absl::StrContains(flag->Filename(), "support/feature")) {
      flags[absl::StrCat("--", name, "=", flag->DefaultValue())] = flag->Help();
    }
  }
  return flags;
}

}  // namespace

std::optional<int> ParseCommandLine(int argc, char** argv,
                                    absl::string_view summary) {
  std::vector<std::string> arguments;
  const std::optional<int> status =
      ParseCommandLine(argc, argv, summary, arguments);
  if (status.has_value() || arguments.empty()) return status;
  std::cerr << "INVALID_ARGUMENT: argument '" << arguments.front()
            << "': wanted nothing but flags; --help lists them\n";
  return EXIT_FAILURE;
}

std::optional<int> ParseCommandLine(int argc, char** argv,
                                    absl::string_view summary,
                                    std::vector<std::string>& arguments) {
  // gRPC logs what its calls return as well: one failure would be told twice.
  setenv("GRPC_VERBOSITY", "NONE", /*replace=*/0);

  // Debian's abseil comes with debug checks, and gRPC is full of its mutexes.
  // To look for a deadlock whenever one is locked takes a tenth of a call's
  // time.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);

  // absl's --help exits with status 1, as if asking were a mistake.
  for (int i = 1; i < argc && absl::string_view(argv[i]) != "--"; ++i) {
    if (absl::string_view(argv[i]) != "--help") continue;
    std::cout << Basename(argv[0]) << ": " << summary << "\n\n";
    for (const auto& [flag, help] : OwnFlags()) {
      std::cout << "  " << std::left << std::setw(28) << flag << " " << help
                << "\n";
    }
    return ExitStatus(absl::OkStatus());
  }

  // The first one is the program.
  const std::vector<char*> rest = absl::ParseCommandLine(argc, argv);
  arguments.assign(rest.begin() + 1, rest.end());
  return std::nullopt;
}

bool AbslParseFlag(absl::string_view text, Timeout* timeout,
                   std::string* error) {
  if (absl::ParseDuration(text, &timeout->value) &&
      timeout->value >= absl::ZeroDuration()) {
    return true;
  }
  *error = "wanted a time that is not negative, such as 5s, 100ms or inf";
  return false;
}

std::string AbslUnparseFlag(const Timeout& timeout) {
  return absl::FormatDuration(timeout.value);
}

bool AbslParseFlag(absl::string_view text, Text* flag, std::string* error) {
  if (!utf8::is_valid(text.begin(), text.end())) {
    *error = "wanted text in UTF-8";
    return false;
  }
  flag->value = std::string(text);
  return true;
}

std::string AbslUnparseFlag(const Text& flag) { return flag.value; }

bool AbslParseFlag(absl::string_view text, HostPort* address,
                   std::string* error) {
  *error = "wanted HOST:PORT with a port up to 65535, such as localhost:50051";
  const size_t colon = text.rfind(':');
  if (colon == absl::string_view::npos || colon == 0) return false;
  const absl::string_view host = text.substr(0, colon);
  const absl::string_view port = text.substr(colon + 1);

  // Colons in a host are an IPv6 address, and stand in brackets.
  const bool bracketed =
      absl::StartsWith(host, "[") && absl::EndsWith(host, "]");
  if (absl::StrContains(host, ":") && !bracketed) return false;

  // gRPC would take port 65536 for port 0.
  uint32_t number;
  if (!absl::SimpleAtoi(port, &number) || number > 65535) return false;

  address->value = std::string(text);
  return true;
}

std::string AbslUnparseFlag(const HostPort& address) { return address.value; }

bool AbslParseFlag(absl::string_view text, Port* port, std::string* error) {
  uint32_t number;
  if (!absl::SimpleAtoi(text, &number) || number > 65535) {
    *error = "wanted a port up to 65535";
    return false;
  }
  port->value = static_cast<uint16_t>(number);
  return true;
}

std::string AbslUnparseFlag(const Port& port) {
  return absl::StrCat(port.value);
}

}  // namespace support
