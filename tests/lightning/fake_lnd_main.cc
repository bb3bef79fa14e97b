// SPDX-License-Identifier: Apache-2.0
//
// A stand-in for lnd, for those who have none: lnd_client can be tried with it.
// It pays, and is paid, in nothing.
//
//   build/release/bin/fake_lnd --lnd_dir=/tmp/lnd

#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "support/command_line.h"
#include "support/exit_status.h"
#include "support/termination.h"
#include "tests/lightning/fake_lnd.h"

ABSL_FLAG(support::HostPort, listen, {"localhost:10009"},
          "the address to listen on");
ABSL_FLAG(std::string, lnd_dir, "lnd",
          "the folder for tls.cert and the macaroons, which is made");
ABSL_FLAG(bool, send_payment, true,
          "have SendPayment, as lnd had it up to 0.20");
ABSL_FLAG(bool, locked, false, "have a wallet that is locked");
ABSL_FLAG(bool, settle, false, "have somebody pay each invoice at once");

int main(int argc, char** argv) {
  if (const auto status = support::ParseCommandLine(
          argc, argv, "answers like lnd, from memory.")) {
    return *status;
  }
  support::Termination termination;  // Before the server starts its threads.

  FakeLnd lnd({.listen = absl::GetFlag(FLAGS_listen).value,
               .send_payment = absl::GetFlag(FLAGS_send_payment),
               .settle = absl::GetFlag(FLAGS_settle)});
  if (absl::GetFlag(FLAGS_locked)) lnd.set_state(lnrpc::LOCKED);
  lnd.TakeCertificate(absl::GetFlag(FLAGS_lnd_dir));
  absl::Status started = lnd.WriteFiles(absl::GetFlag(FLAGS_lnd_dir));
  if (started.ok()) started = lnd.Start();
  if (!started.ok()) return support::ExitStatus(started);
  std::cout << "Server started, listening on " << lnd.address() << std::endl;
  termination.Wait();
  lnd.Stop();
  return support::ExitStatus(absl::OkStatus());
}
