// SPDX-License-Identifier: Apache-2.0
//
// A client of a real Lightning node: the command line.

#include <unistd.h>

#include <cstdint>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "grpcpp/grpcpp.h"
#include "invoice_subscription.h"
#include "lnd_channel.h"
#include "lnd_client.h"
#include "lnd_text.h"
#include "send_payments.h"
#include "support/command_line.h"
#include "support/exit_status.h"
#include "support/quote.h"
#include "support/termination.h"

ABSL_FLAG(support::HostPort, target, {"localhost:10009"}, "the node to call");
ABSL_FLAG(std::string, tls_cert, "~/.lnd/tls.cert", "the node's certificate");
ABSL_FLAG(std::string, network, "mainnet",
          "the chain whose admin.macaroon is taken: testnet, signet, ...");
ABSL_FLAG(std::string, macaroon, "",
          "the macaroon to send (default: "
          "~/.lnd/data/chain/bitcoin/NETWORK/admin.macaroon)");
ABSL_FLAG(bool, no_macaroon, false, "send none");
ABSL_FLAG(support::Timeout, timeout, {absl::Seconds(10)},
          "how long an answer may take");

ABSL_FLAG(uint32_t, value, 0, "add-invoice: satoshi (0: what the payer likes)");
ABSL_FLAG(support::Text, memo, {""}, "add-invoice: what it is for");
ABSL_FLAG(support::Timeout, expiry, {absl::ZeroDuration()},
          "add-invoice: how long it can be paid (0: as lnd has it)");

ABSL_FLAG(uint64_t, add_index, 0,
          "subscribe-invoices: the last invoice you know (0: of now)");
ABSL_FLAG(uint64_t, settle_index, 0,
          "subscribe-invoices: the last settlement you know (0: of now)");

ABSL_FLAG(std::string, dest, "",
          "send-payments: pay this node, a key in hex, by keysend (default: "
          "pay the payment requests that are read, a line each)");
ABSL_FLAG(uint32_t, amt, 100, "send-payments: satoshi of a keysend payment");
ABSL_FLAG(support::Timeout, interval, {absl::Seconds(2)},
          "send-payments: between two payments");
ABSL_FLAG(uint32_t, count, 0, "send-payments: how many (0: until Ctrl-C)");
ABSL_FLAG(uint32_t, fee_limit, 10,
          "send-payments: the most that a payment's fee may be, in satoshi");
ABSL_FLAG(support::Timeout, payment_timeout, {absl::Seconds(60)},
          "send-payments: how long lnd may look for a way to pay (SendPayment: "
          "always a minute)");

namespace {

constexpr char kSummary[] =
    R"(talks to a Lightning node, lnd, over TLS.

lnd_client [FLAG...] COMMAND

  state               how far the node is with its start; needs no macaroon
  info                who the node is
  balance             what its wallet owns on the chain, in satoshi
  add-invoice         makes an invoice
  subscribe-invoices  shows invoices as they are added and settled
  send-payments       pays, one payment every so often)";

LndAccess Access() {
  LndAccess access;
  access.target = absl::GetFlag(FLAGS_target).value;
  access.tls_cert = absl::GetFlag(FLAGS_tls_cert);
  if (absl::GetFlag(FLAGS_no_macaroon)) return access;
  access.macaroon = absl::GetFlag(FLAGS_macaroon);
  if (access.macaroon.empty()) {
    access.macaroon =
        absl::StrCat("~/.lnd/data/chain/bitcoin/", absl::GetFlag(FLAGS_network),
                     "/admin.macaroon");
  }
  return access;
}

// Makes one call and prints the reply.
template <typename Call>
absl::Status Ask(const LndAccess& access, Call call) {
  const auto channel = OpenLndChannel(access);
  if (!channel.ok()) return channel.status();
  LndClient client(*channel, absl::GetFlag(FLAGS_timeout).value);
  const auto reply = call(client);
  if (reply.ok()) std::cout << LndText(*reply);
  return reply.status();
}

absl::Status ShowState() {
  // A node without a wallet has no macaroons yet.
  LndAccess access = Access();
  access.macaroon.clear();
  return Ask(access, [](LndClient& client) { return client.State(); });
}

absl::Status ShowInfo() {
  return Ask(Access(), [](LndClient& client) { return client.Info(); });
}

absl::Status ShowBalance() {
  return Ask(Access(), [](LndClient& client) { return client.Balance(); });
}

absl::Status AddInvoice() {
  lnrpc::Invoice invoice;
  invoice.set_memo(absl::GetFlag(FLAGS_memo).value);
  invoice.set_value(absl::GetFlag(FLAGS_value));
  invoice.set_expiry(absl::ToInt64Seconds(
      absl::Ceil(absl::GetFlag(FLAGS_expiry).value, absl::Seconds(1))));
  return Ask(Access(), [&invoice](LndClient& client) {
    return client.AddInvoice(invoice);
  });
}

// Lets `work` go on until it is done or, after Ctrl-C, has stopped.
template <typename Work>
absl::Status UntilCtrlC(support::Termination& termination, Work& work) {
  absl::Status status;
  std::thread worker([&] {
    status = work.Run();
    termination.StopWaiting();
  });
  if (termination.Wait()) work.Stop();
  worker.join();
  return status;
}

absl::Status FollowInvoices() {
  support::Termination termination;  // Before the channel, which has threads.
  const auto channel = OpenLndChannel(Access());
  if (!channel.ok()) return channel.status();
  InvoiceSubscriptionOptions options;
  options.add_index = absl::GetFlag(FLAGS_add_index);
  options.settle_index = absl::GetFlag(FLAGS_settle_index);
  options.timeout = absl::GetFlag(FLAGS_timeout).value;
  InvoiceSubscription work(*channel, options, std::cout, std::cerr);
  return UntilCtrlC(termination, work);
}

absl::Status Pay() {
  support::Termination termination;
  const auto channel = OpenLndChannel(Access());
  if (!channel.ok()) return channel.status();
  SendPaymentsOptions options;
  options.dest = absl::GetFlag(FLAGS_dest);
  options.satoshi = absl::GetFlag(FLAGS_amt);
  options.interval = absl::GetFlag(FLAGS_interval).value;
  options.count = absl::GetFlag(FLAGS_count);
  options.fee_limit = absl::GetFlag(FLAGS_fee_limit);
  options.payment_timeout = absl::GetFlag(FLAGS_payment_timeout).value;
  options.timeout = absl::GetFlag(FLAGS_timeout).value;
  if (options.dest.empty() && isatty(STDIN_FILENO) == 1) {
    std::cerr << "Payment requests, a line each (Ctrl-D to end):" << std::endl;
  }
  SendPayments work(*channel, options, STDIN_FILENO, std::cout, std::cerr);
  return UntilCtrlC(termination, work);
}

absl::Status Run(const std::vector<std::string>& arguments) {
  const std::map<std::string, std::function<absl::Status()>> commands = {
      {"state", ShowState},     {"info", ShowInfo},
      {"balance", ShowBalance}, {"add-invoice", AddInvoice},
      {"send-payments", Pay},   {"subscribe-invoices", FollowInvoices},
  };
  if (absl::GetFlag(FLAGS_no_macaroon) &&
      !absl::GetFlag(FLAGS_macaroon).empty()) {
    return absl::InvalidArgumentError(
        "--macaroon and --no_macaroon: wanted one of them");
  }
  const std::string command = absl::StrJoin(arguments, " ");
  const auto found = commands.find(command);
  if (found != commands.end()) return found->second();
  return absl::InvalidArgumentError(absl::StrCat(
      "command ", support::Quote(command), ": wanted one of ",
      absl::StrJoin(commands, ", ",
                    [](auto* out, auto& c) { absl::StrAppend(out, c.first); }),
      "; --help says what they do"));
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> arguments;
  if (const auto status =
          support::ParseCommandLine(argc, argv, kSummary, arguments)) {
    return *status;
  }
  return support::ExitStatus(Run(arguments));
}
