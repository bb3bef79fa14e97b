// SPDX-License-Identifier: Apache-2.0

#include "support/exit_status.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace support {

absl::Status CallStatus(absl::string_view call, int code,
                        absl::string_view message) {
  return absl::Status(static_cast<absl::StatusCode>(code),
                      absl::StrCat(call, message.empty() ? "" : ": ", message));
}

int ExitStatus(const absl::Status& status) {
  absl::Status outcome = status;
  if (!std::cout.flush()) {
    outcome.Update(absl::DataLossError("cannot write to standard output"));
  }
  if (outcome.ok()) return EXIT_SUCCESS;

  // Without a payload, which is not for people.
  std::string line = absl::StrCat(absl::StatusCodeToString(outcome.code()),
                                  ": ", outcome.message());
  std::replace_if(line.begin(), line.end(), absl::ascii_iscntrl, ' ');
  std::cerr << line << std::endl;
  return EXIT_FAILURE;
}

}  // namespace support
