// SPDX-License-Identifier: Apache-2.0
//
// The calls of the stand-in for lnd that pay.

#include <atomic>
#include <mutex>
#include <string>

#include "absl/strings/escaping.h"
#include "lnd/lightning.grpc.pb.h"
#include "lnd/router.grpc.pb.h"
#include "support/hex.h"
#include "tests/lightning/fake_lnd_node.h"
#include "tests/lightning/fake_lnd_stream.h"

namespace {

// What a request asks for, or the reason for which lnd does not even try. An
// error keeps the hash as far as lnd has got when it finds it.
template <typename Request>
std::string Extract(const Request& request, FakePayment& payment) {
  payment.hash = std::string(32, '\0');
  if (!request.payment_request().empty()) {
    lnrpc::PayReq decoded;
    if (!DecodeFakePaymentRequest(request.payment_request(), decoded)) {
      return "invalid bech32 string";
    }
    payment.hash = support::FromHex(decoded.payment_hash()).value_or("");
    payment.satoshi = decoded.num_satoshis();
    return payment.satoshi > 0 ? ""
                               : "amount must be specified when paying a zero "
                                 "amount invoice";
  }
  if (request.dest().size() != 33) return "invalid key length";
  if (request.dest() == FakeLndKey()) return "self-payments not allowed";
  payment.satoshi = request.amt();
  payment.hash = request.payment_hash();
  const auto preimage = request.dest_custom_records().find(5482373484);
  if (preimage == request.dest_custom_records().end()) {
    return "incorrect_payment_details";
  }
  payment.preimage = preimage->second;
  return "";
}

// As lnd's router puts it.
const char* FailureText(lnrpc::PaymentFailureReason reason) {
  switch (reason) {
    case lnrpc::FAILURE_REASON_TIMEOUT:
      return "timeout";
    case lnrpc::FAILURE_REASON_NO_ROUTE:
      return "no_route";
    case lnrpc::FAILURE_REASON_INCORRECT_PAYMENT_DETAILS:
      return "incorrect_payment_details";
    default:
      return "error";
  }
}

std::string Preimage(const FakePayment& payment) {
  return payment.preimage.empty() ? std::string(32, 'p') : payment.preimage;
}

class PaymentStreamReactor final
    : public FakeLndStream<
          grpc::ServerBidiReactor<lnrpc::SendRequest, lnrpc::SendResponse>,
          lnrpc::SendResponse> {
 public:
  explicit PaymentStreamReactor(FakeLndNode& node) : node_(node) {
    node_.CallAtStop(this,
                     [this] { End(Unknown("rpc server shutting down")); });
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) {
      Change(/*under_way=*/0, /*no_more=*/true);
      return;
    }
    Handle();
    StartRead(&request_);
  }

  void OnDone() override {
    node_.payments.Forget(this);
    node_.Forget(this);
    delete this;
  }

 private:
  void Handle() {
    FakePayment payment;
    std::string error = Extract(request_, payment);
    payment.fee_limit = request_.fee_limit().fixed();
    Change(1, false);
    const auto over = [this](const FakePayment& done) { Over(done); };
    if (error.empty() && !node_.payments.Begin(payment, this, over)) {
      error = "invoice is already paid";
    }
    if (error.empty()) return;
    lnrpc::SendResponse response;
    response.set_payment_hash(payment.hash);
    response.set_payment_error(error);
    Push(response);
    Change(-1, false);
  }

  void Over(const FakePayment& payment) {
    lnrpc::SendResponse response;
    response.set_payment_hash(payment.hash);
    if (payment.status == lnrpc::Payment::SUCCEEDED) {
      response.set_payment_preimage(Preimage(payment));
      response.mutable_payment_route()->set_total_fees_msat(kFakeFeeMsat);
      response.mutable_payment_route()->set_total_amt_msat(
          payment.satoshi * 1000 + kFakeFeeMsat);
    } else {
      response.set_payment_error(FailureText(payment.reason));
    }
    Push(response);
    Change(-1, false);
  }

  void Change(int under_way, bool no_more) {
    {
      const std::lock_guard lock(mutex_);
      under_way_ += under_way;
      no_more_ = no_more_ || no_more;
      if (under_way_ > 0 || !no_more_) return;
    }
    End(grpc::Status::OK);
  }

  FakeLndNode& node_;
  lnrpc::SendRequest request_;
  std::mutex mutex_;  // Guards the two below.
  int under_way_ = 0;
  bool no_more_ = false;
};

// One payment, followed from its beginning or later.
class PaymentReactor final
    : public FakeLndStream<grpc::ServerWriteReactor<lnrpc::Payment>,
                           lnrpc::Payment> {
 public:
  explicit PaymentReactor(FakeLndNode& node) : node_(node) {
    node_.CallAtStop(this,
                     [this] { End(Unknown("router server shutting down")); });
  }

  void Begin(const routerrpc::SendPaymentRequest& request) {
    FakePayment payment;
    const std::string error = Extract(request, payment);
    payment.fee_limit = request.fee_limit_sat();
    if (!error.empty()) {
      End(Unknown(error));
    } else if (!node_.payments.Begin(payment, this, Over())) {
      End({grpc::StatusCode::ALREADY_EXISTS, "invoice is already paid"});
    } else if (!request.no_inflight_updates()) {
      PushInFlight();
    }
  }

  void Follow(const routerrpc::TrackPaymentRequest& request) {
    if (!node_.payments.Follow(request.payment_hash(), this, Over())) {
      End({grpc::StatusCode::NOT_FOUND, "payment isn't initiated"});
    } else if (!request.no_inflight_updates()) {
      PushInFlight();
    }
  }

  void OnDone() override {
    node_.payments.Forget(this);
    node_.Forget(this);
    delete this;
  }

 private:
  FakePayments::Over Over() {
    return [this](const FakePayment& payment) {
      over_ = true;
      lnrpc::Payment message;
      message.set_payment_hash(absl::BytesToHexString(payment.hash));
      message.set_status(payment.status);
      message.set_failure_reason(payment.reason);
      message.set_value_sat(payment.satoshi);
      message.set_value_msat(payment.satoshi * 1000);
      if (payment.status == lnrpc::Payment::SUCCEEDED) {
        message.set_fee_msat(kFakeFeeMsat);
        message.set_payment_preimage(absl::BytesToHexString(Preimage(payment)));
      }
      Push(message);
      End(grpc::Status::OK);
    };
  }

  void PushInFlight() {
    if (over_) return;
    lnrpc::Payment message;
    message.set_status(lnrpc::Payment::IN_FLIGHT);
    Push(message);
  }

  FakeLndNode& node_;
  std::atomic<bool> over_ = false;
};

}  // namespace

grpc::ServerBidiReactor<lnrpc::SendRequest, lnrpc::SendResponse>*
FakeLndLightning::SendPayment(grpc::CallbackServerContext* context) {
  // Of a method that it does not know, lnd does not ask who calls it.
  const grpc::Status status =
      node_.options.send_payment
          ? node_.Check(*context, {FakeLnd::kAdmin})
          : grpc::Status(grpc::StatusCode::UNIMPLEMENTED,
                         "unknown method SendPayment for service "
                         "lnrpc.Lightning");
  if (status.ok()) return new PaymentStreamReactor(node_);
  return new Refusal<
      grpc::ServerBidiReactor<lnrpc::SendRequest, lnrpc::SendResponse>>(status);
}

grpc::ServerWriteReactor<lnrpc::Payment>* FakeLndRouter::SendPaymentV2(
    grpc::CallbackServerContext* context,
    const routerrpc::SendPaymentRequest* request) {
  const grpc::Status status = node_.Check(*context, {FakeLnd::kAdmin});
  if (!status.ok()) {
    return new Refusal<grpc::ServerWriteReactor<lnrpc::Payment>>(status);
  }
  auto* const reactor = new PaymentReactor(node_);
  reactor->Begin(*request);
  return reactor;
}

grpc::ServerWriteReactor<lnrpc::Payment>* FakeLndRouter::TrackPaymentV2(
    grpc::CallbackServerContext* context,
    const routerrpc::TrackPaymentRequest* request) {
  const grpc::Status status =
      node_.Check(*context, {FakeLnd::kAdmin, FakeLnd::kReadonly});
  if (!status.ok()) {
    return new Refusal<grpc::ServerWriteReactor<lnrpc::Payment>>(status);
  }
  auto* const reactor = new PaymentReactor(node_);
  reactor->Follow(*request);
  return reactor;
}
