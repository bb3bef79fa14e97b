// SPDX-License-Identifier: Apache-2.0

#include "track_payment.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/grpcpp.h"
#include "lnd_status.h"

PaymentResult RouterResult(const lnrpc::Payment& payment) {
  PaymentResult result;
  if (payment.status() == lnrpc::Payment::SUCCEEDED) {
    result.kind = PaymentResult::kPaid;
    result.paid_msat = payment.value_msat() + payment.fee_msat();
    result.fee_msat = payment.fee_msat();
    result.preimage_hex = payment.payment_preimage();
  } else if (payment.status() == lnrpc::Payment::FAILED) {
    result.kind = PaymentResult::kFailed;
    const std::string name =
        lnrpc::PaymentFailureReason_Name(payment.failure_reason());
    result.why = name.empty()
                     ? absl::StrCat("failure reason ", payment.failure_reason())
                     : name;
  } else {
    result.why = "it is under way";
  }
  return result;
}

PaymentResult TrackPayment(routerrpc::Router::Stub& router,
                           const OpenPayment& payment, absl::Time deadline) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(deadline));
  // The connection may have gone, and with it the result.
  context.set_wait_for_ready(true);
  routerrpc::TrackPaymentRequest request;
  request.set_payment_hash(payment.hash);
  const auto stream = router.TrackPaymentV2(&context, request);
  // The first message says how it stands now.
  lnrpc::Payment found;
  if (stream->Read(&found)) {
    context.TryCancel();
    stream->Finish();  // Cancelled, or over already.
    PaymentResult result = RouterResult(found);
    if (result.kind == PaymentResult::kUnknown) {
      result.why = absl::StrCat(payment.why, ": ", result.why);
    }
    return result;
  }
  const grpc::Status status = stream->Finish();
  PaymentResult result;
  result.why = payment.why;
  if (status.error_code() != grpc::StatusCode::NOT_FOUND) {
    absl::StrAppend(&result.why, "; ", LndStatusText("TrackPaymentV2", status));
  } else if (payment.ended) {
    result.kind = PaymentResult::kFailed;
  } else {
    absl::StrAppend(&result.why, "; lnd has not begun it so far");
  }
  return result;
}
