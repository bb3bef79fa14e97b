// SPDX-License-Identifier: Apache-2.0

#include "router_payments.h"

#include <functional>
#include <mutex>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "grpcpp/grpcpp.h"
#include "lnd_status.h"
#include "track_payment.h"
#include "what_to_pay.h"

namespace {

routerrpc::SendPaymentRequest Request(const Payment& payment,
                                      absl::Duration timeout) {
  routerrpc::SendPaymentRequest request;
  request.set_timeout_seconds(static_cast<int>(absl::ToInt64Seconds(timeout)));
  request.set_fee_limit_sat(payment.fee_limit);
  request.set_no_inflight_updates(true);
  SetWhatToPay(payment, request);
  return request;
}

// True if lnd itself has ended the call, and not the network or the deadline:
// then it has either begun the payment or never will.
bool IsFromLnd(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::CANCELLED:
    case grpc::StatusCode::INTERNAL:
      return false;
    default:
      return true;
  }
}

// The call of one payment. Deletes itself when it is over: create it with new.
class PaymentCall final : public grpc::ClientReadReactor<lnrpc::Payment> {
 public:
  // The call must be over by `deadline`. `over` is called last.
  PaymentCall(routerrpc::Router::Stub& router, std::string hash,
              const routerrpc::SendPaymentRequest& request, absl::Time deadline,
              PaymentLedger& ledger,
              std::function<void(const grpc::Status&)> over)
      : hash_(std::move(hash)),
        request_(request),
        ledger_(ledger),
        over_(std::move(over)) {
    context_.set_deadline(absl::ToChronoTime(deadline));
    router.async()->SendPaymentV2(&context_, &request_, this);
    StartRead(&payment_);
  }

  // Begins the call. The reactor may be gone when it returns.
  void Start() { StartCall(); }

  void OnReadDone(bool ok) override {
    if (!ok) return;  // No more messages; OnDone tells whether it failed.
    result_ = RouterResult(payment_);
    StartRead(&payment_);
  }

  void OnDone(const grpc::Status& status) override {
    // With the same code lnd says that a payment is under way.
    if (status.error_code() == grpc::StatusCode::ALREADY_EXISTS &&
        absl::StrContains(status.error_message(), "already paid")) {
      result_.kind = PaymentResult::kFailed;
      result_.why = LndStatusText("SendPaymentV2", status);
    }
    if (result_.kind == PaymentResult::kUnknown) {
      ledger_.Doubt(hash_, LndStatusText("SendPaymentV2", status),
                    IsFromLnd(status));
    } else {
      ledger_.End(hash_, result_);
    }
    const grpc::Status end = status;  // It is the reactor's.
    const auto over = std::move(over_);
    // Before anybody is told, who may then destroy the channel: the context has
    // a share in it, and the last one must not go on this thread (gRPC 1.51).
    delete this;
    over(end);
  }

 private:
  ~PaymentCall() override = default;

  const std::string hash_;
  const routerrpc::SendPaymentRequest request_;  // Until the call is over.
  PaymentLedger& ledger_;
  std::function<void(const grpc::Status&)> over_;
  grpc::ClientContext context_;
  lnrpc::Payment payment_;  // gRPC writes to it until OnReadDone.
  PaymentResult result_;
};

}  // namespace

absl::Status CheckRouter(routerrpc::Router::Stub& router,
                         absl::Duration timeout) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  // To nobody. lnd looks at the macaroon before it sees that.
  const auto stream = router.SendPaymentV2(&context, {});
  lnrpc::Payment none;
  while (stream->Read(&none)) {
  }
  const grpc::Status status = stream->Finish();
  const bool seen = status.error_code() == grpc::StatusCode::UNKNOWN ||
                    status.error_code() == grpc::StatusCode::INVALID_ARGUMENT;
  if (seen && !IsRefusal(status)) return absl::OkStatus();
  return LndStatus("SendPaymentV2", status);
}

RouterPayments::RouterPayments(routerrpc::Router::Stub& router,
                               absl::Duration payment_timeout,
                               absl::Duration grace, PaymentLedger& ledger,
                               support::Stop& stop)
    : router_(router),
      payment_timeout_(payment_timeout),
      grace_(grace),
      ledger_(ledger),
      stop_(stop) {}

RouterPayments::~RouterPayments() { WaitForCalls(); }

bool RouterPayments::Send(const Payment& payment) {
  if (!BeginCall()) {
    PaymentResult result;
    result.kind = PaymentResult::kFailed;
    result.why = "it was not sent";
    ledger_.End(payment.hash, result);
    return false;
  }
  auto* const call =
      new PaymentCall(router_, payment.hash, Request(payment, payment_timeout_),
                      absl::Now() + payment_timeout_ + grace_, ledger_,
                      [this](const grpc::Status& status) { CallOver(status); });
  call->Start();
  return true;
}

bool RouterPayments::BeginCall() {
  const std::lock_guard lock(mutex_);
  if (!gone_.ok()) return false;
  ++calls_;
  return true;
}

void RouterPayments::CallOver(const grpc::Status& status) {
  const std::lock_guard lock(mutex_);
  // More payments would have the same end, and nobody would know which were
  // made.
  if (gone_.ok() && (status.error_code() == grpc::StatusCode::UNAVAILABLE ||
                     IsRefusal(status))) {
    gone_ = LndStatus("SendPaymentV2", status);
    stop_.Set();
  }
  --calls_;
  changed_.notify_one();  // Under the lock: after it, this may be gone.
}

void RouterPayments::WaitForCalls() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return calls_ == 0; });
}

absl::Status RouterPayments::Finish() {
  WaitForCalls();
  return gone_;
}
