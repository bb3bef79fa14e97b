// SPDX-License-Identifier: Apache-2.0
//
// Response streaming: lnd tells of each invoice when it is added, and when it
// is settled.

#ifndef EXAMPLES_LIGHTNING_LND_INVOICE_SUBSCRIPTION_H_
#define EXAMPLES_LIGHTNING_LND_INVOICE_SUBSCRIPTION_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "invoice_position.h"
#include "lnd/lightning.grpc.pb.h"
#include "lnd/stateservice.grpc.pb.h"
#include "support/stop.h"

struct InvoiceSubscriptionOptions {
  // Where to go on, as the last run has said. 0: with what comes from now on.
  uint64_t add_index = 0;
  uint64_t settle_index = 0;

  // How long the node may take to be there, and to say that it is ready.
  absl::Duration timeout = absl::Seconds(10);

  // The longest pause between two attempts.
  absl::Duration longest_pause = absl::Seconds(30);
};

// Follows a node's invoices. When the node goes away it waits until it is back,
// and goes on where it was.
class InvoiceSubscription {
 public:
  // Prints invoices to `out`, and to `err` when it loses the node. Both must
  // outlive it.
  InvoiceSubscription(const std::shared_ptr<grpc::Channel>& channel,
                      const InvoiceSubscriptionOptions& options,
                      std::ostream& out, std::ostream& err);

  // Returns OK after Stop, and says to `err` with which indexes to go on.
  // Returns an error if waiting would be of no use: the node is not there or
  // not ready at the start, lnd refuses the macaroon, or nobody takes what is
  // printed. Call it once.
  absl::Status Run();

  // Makes Run return. May be called on another thread, at any time.
  void Stop();

 private:
  // OK when the node answers and its wallet is open. The first time it must be
  // there; later it may take until options_.timeout.
  grpc::Status WaitUntilReady(bool first);

  // One call. Returns how it has ended: OK if the node has shut down.
  grpc::Status Follow();

  // Says why the node is gone, unless it has just been said.
  void SayLost(absl::string_view why);

  // What to do to go on where this is.
  std::string HowToGoOn() const;

  // Between the two, Stop can cancel the call. Begin returns false if Stop has
  // been called before.
  bool Begin(grpc::ClientContext& context);
  void Over();

  const InvoiceSubscriptionOptions options_;
  std::ostream& out_;
  std::ostream& err_;
  const std::unique_ptr<lnrpc::State::Stub> state_;
  const std::unique_ptr<lnrpc::Lightning::Stub> lightning_;
  InvoicePosition position_;
  std::string said_;  // By SayLost, since the node was last there.

  support::Stop stop_;
  std::mutex mutex_;                     // Guards call_.
  grpc::ClientContext* call_ = nullptr;  // Of the call under way.
};

#endif  // EXAMPLES_LIGHTNING_LND_INVOICE_SUBSCRIPTION_H_
