// SPDX-License-Identifier: Apache-2.0
//
// Bidirectional streaming: payments go up, results come down, in any order. lnd
// up to 0.20 has this.

#ifndef EXAMPLES_LIGHTNING_LND_PAYMENT_STREAM_H_
#define EXAMPLES_LIGHTNING_LND_PAYMENT_STREAM_H_

#include <future>
#include <memory>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "lnd/lightning.grpc.pb.h"
#include "payment_ledger.h"
#include "payment_sender.h"
#include "support/stop.h"

// Whether lnd still has SendPayment: asked with a stream that pays nothing, so
// that nobody has to find out with a payment. Fails as LndStatus says, if lnd
// refuses the macaroon, for example.
absl::StatusOr<bool> HasSendPayment(lnrpc::Lightning::Stub& lightning,
                                    absl::Duration timeout);

class PaymentStream final : public PaymentSender {
 public:
  // Begins the call. Results go to `ledger`. When lnd ends the call, `stop` is
  // set. All three must outlive it. After the last payment, the results are
  // waited for until `patience` is over.
  PaymentStream(lnrpc::Lightning::Stub& lightning, absl::Duration patience,
                PaymentLedger& ledger, support::Stop& stop);

  // Cancels the call unless Finish has been called.
  ~PaymentStream() override;

  bool Send(const Payment& payment) override;
  absl::Status Finish() override;

 private:
  void ReadReplies();

  const absl::Duration patience_;
  PaymentLedger& ledger_;
  support::Stop& stop_;
  // The context outlives the stream, and both outlive the thread.
  grpc::ClientContext context_;
  const std::unique_ptr<
      grpc::ClientReaderWriter<lnrpc::SendRequest, lnrpc::SendResponse>>
      stream_;
  bool writable_ = true;
  std::promise<void> read_all_;
  std::thread reader_;
};

#endif  // EXAMPLES_LIGHTNING_LND_PAYMENT_STREAM_H_
