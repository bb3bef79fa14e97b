// SPDX-License-Identifier: Apache-2.0
//
// lnd's unary calls: one request, one reply.

#ifndef EXAMPLES_LIGHTNING_LND_LND_CLIENT_H_
#define EXAMPLES_LIGHTNING_LND_LND_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "lnd/lightning.grpc.pb.h"
#include "lnd/stateservice.grpc.pb.h"

// Each call waits for its reply for at most `timeout`, and fails as LndStatus
// says. Thread-safe.
class LndClient {
 public:
  LndClient(const std::shared_ptr<grpc::Channel>& channel,
            absl::Duration timeout)
      : timeout_(timeout),
        state_(lnrpc::State::NewStub(channel)),
        lightning_(lnrpc::Lightning::NewStub(channel)) {}

  // How far the node has come with its start. Needs no macaroon.
  absl::StatusOr<lnrpc::GetStateResponse> State();

  // Who the node is.
  absl::StatusOr<lnrpc::GetInfoResponse> Info();

  // What its wallet owns on the chain, in satoshi.
  absl::StatusOr<lnrpc::WalletBalanceResponse> Balance();

  // Makes an invoice. Of `invoice` only memo, value (satoshi; 0: what the payer
  // likes) and expiry (seconds; 0: as lnd has it, a day) count.
  absl::StatusOr<lnrpc::AddInvoiceResponse> AddInvoice(
      const lnrpc::Invoice& invoice);

  // What is in a payment request.
  absl::StatusOr<lnrpc::PayReq> Decode(const std::string& payment_request);

 private:
  const absl::Duration timeout_;
  const std::unique_ptr<lnrpc::State::Stub> state_;
  const std::unique_ptr<lnrpc::Lightning::Stub> lightning_;
};

#endif  // EXAMPLES_LIGHTNING_LND_LND_CLIENT_H_
