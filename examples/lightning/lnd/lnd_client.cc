// SPDX-License-Identifier: Apache-2.0
//
// A client of a real Lightning node, lnd, over TLS. Unary calls:
//
//   build/release/bin/lnd_client balance

#include "lnd_client.h"

#include <string>

#include "absl/time/clock.h"
#include "lnd_status.h"

namespace {

// Each call has a context of its own, with the time by which it must be over.
class Context : public grpc::ClientContext {
 public:
  explicit Context(absl::Duration timeout) {
    set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  }
};

}  // namespace

absl::StatusOr<lnrpc::GetStateResponse> LndClient::State() {
  Context context(timeout_);
  lnrpc::GetStateResponse response;
  const grpc::Status status = state_->GetState(&context, {}, &response);
  if (!status.ok()) return LndStatus("GetState", status);
  return response;
}

absl::StatusOr<lnrpc::GetInfoResponse> LndClient::Info() {
  Context context(timeout_);
  lnrpc::GetInfoResponse response;
  const grpc::Status status = lightning_->GetInfo(&context, {}, &response);
  if (!status.ok()) return LndStatus("GetInfo", status);
  return response;
}

absl::StatusOr<lnrpc::WalletBalanceResponse> LndClient::Balance() {
  Context context(timeout_);
  lnrpc::WalletBalanceResponse response;
  const grpc::Status status =
      lightning_->WalletBalance(&context, {}, &response);
  if (!status.ok()) return LndStatus("WalletBalance", status);
  return response;
}

absl::StatusOr<lnrpc::AddInvoiceResponse> LndClient::AddInvoice(
    const lnrpc::Invoice& invoice) {
  Context context(timeout_);
  lnrpc::AddInvoiceResponse response;
  const grpc::Status status =
      lightning_->AddInvoice(&context, invoice, &response);
  if (!status.ok()) return LndStatus("AddInvoice", status);
  return response;
}

absl::StatusOr<lnrpc::PayReq> LndClient::Decode(
    const std::string& payment_request) {
  Context context(timeout_);
  lnrpc::PayReqString request;
  request.set_pay_req(payment_request);
  lnrpc::PayReq response;
  const grpc::Status status =
      lightning_->DecodePayReq(&context, request, &response);
  if (!status.ok()) return LndStatus("DecodePayReq", status);
  return response;
}
