// SPDX-License-Identifier: Apache-2.0
//
// A stand-in for lightningd, for those who have none: the gateway and its
// client can be tried with it.
//
//   build/release/bin/fake_lightningd --rpc_file=/tmp/lightning-rpc

#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "boost/system/system_error.hpp"
#include "support/command_line.h"
#include "support/exit_status.h"
#include "support/termination.h"
#include "tests/lightning/fake_lightningd.h"

ABSL_FLAG(std::string, rpc_file, "lightning-rpc",
          "the Unix socket to listen on, which is replaced");

int main(int argc, char** argv) {
  if (const auto status = support::ParseCommandLine(
          argc, argv, "answers like lightningd, from memory.")) {
    return *status;
  }
  support::Termination termination;  // Before the node starts its thread.

  const std::string rpc_file = absl::GetFlag(FLAGS_rpc_file);
  try {
    const FakeLightningd node(rpc_file);
    std::cout << "Server started, listening on " << rpc_file << std::endl;
    termination.Wait();
  } catch (const boost::system::system_error& error) {
    return support::ExitStatus(absl::UnavailableError(
        absl::StrCat("cannot listen on ", rpc_file, ": ", error.what())));
  }
  return support::ExitStatus(absl::OkStatus());
}
