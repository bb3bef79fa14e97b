// SPDX-License-Identifier: Apache-2.0

#include "tests/lightning/fake_lnd_node.h"

#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "support/hex.h"
#include "tests/lightning/fake_lnd_stream.h"

namespace {

grpc::Status Unknown(const std::string& text) {
  return grpc::Status(grpc::StatusCode::UNKNOWN, text);
}

const char* WhyNotReady(lnrpc::WalletState state) {
  switch (state) {
    case lnrpc::WAITING_TO_START:
      return "waiting to start, RPC services not available";
    case lnrpc::NON_EXISTING:
      return "wallet not created, create one to enable full RPC access";
    case lnrpc::LOCKED:
      return "wallet locked, unlock it to enable full RPC access";
    case lnrpc::UNLOCKED:
      return "the RPC server is in the process of starting up, but not yet "
             "ready to accept calls";
    default:
      return nullptr;
  }
}

// Ends a unary call.
grpc::ServerUnaryReactor* Reply(grpc::CallbackServerContext* context,
                                const grpc::Status& status) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(status);
  return reactor;
}

class InvoiceStream final
    : public FakeLndStream<grpc::ServerWriteReactor<lnrpc::Invoice>,
                           lnrpc::Invoice> {
 public:
  InvoiceStream(FakeLndNode& node, const lnrpc::InvoiceSubscription& request)
      : node_(node) {
    node_.CallAtStop(this, [this] { End(grpc::Status::OK); });
    number_ = node_.invoices.Subscribe(
        request.add_index(), request.settle_index(),
        [this](const lnrpc::Invoice& invoice) { Push(invoice); });
    node_.CountSubscription(1);
  }

  void OnDone() override {
    node_.invoices.Unsubscribe(number_);
    node_.Forget(this);
    node_.CountSubscription(-1);
    delete this;
  }

 private:
  FakeLndNode& node_;
  int number_ = 0;
};

// A stream that fails at once.
template <typename Stream>
class Refusal final : public Stream {
 public:
  explicit Refusal(const grpc::Status& status) { this->Finish(status); }
  void OnDone() override { delete this; }
};

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

grpc::Status FakeLndNode::Check(const grpc::CallbackServerContext& context,
                                const std::vector<FakeLnd::Macaroon>& allowed) {
  std::vector<std::string> sent;
  const auto range = context.client_metadata().equal_range("macaroon");
  for (auto found = range.first; found != range.second; ++found) {
    sent.emplace_back(found->second.data(), found->second.size());
  }
  {
    const std::lock_guard lock(mutex_);
    last_macaroons_ = sent;
  }
  if (const char* const why = WhyNotReady(state)) return Unknown(why);
  if (!options.macaroons) return grpc::Status::OK;
  if (sent.size() != 1) {
    return Unknown(absl::StrCat("expected 1 macaroon, got ", sent.size()));
  }
  const auto is = [this, &sent](FakeLnd::Macaroon macaroon) {
    return !revoked && sent.front() == absl::BytesToHexString(
                                           FakeLnd::MacaroonBytes(macaroon));
  };
  for (const FakeLnd::Macaroon macaroon : allowed) {
    if (is(macaroon)) return grpc::Status::OK;
  }
  return Unknown(is(FakeLnd::kAdmin) || is(FakeLnd::kReadonly) ||
                         is(FakeLnd::kInvoice)
                     ? "permission denied"
                     : "verification failed: signature mismatch after caveat "
                       "verification");
}

std::vector<std::string> FakeLndNode::last_macaroons() const {
  const std::lock_guard lock(mutex_);
  return last_macaroons_;
}

void FakeLndNode::CallAtStop(const void* stream, std::function<void()> stop) {
  const std::lock_guard lock(mutex_);
  streams_[stream] = std::move(stop);
}

void FakeLndNode::Forget(const void* stream) {
  const std::lock_guard lock(mutex_);
  streams_.erase(stream);
}

void FakeLndNode::Stop() {
  const std::lock_guard lock(mutex_);
  for (const auto& [stream, stop] : streams_) stop();
}

void FakeLndNode::CountSubscription(int change) {
  const std::lock_guard lock(mutex_);
  subscriptions_ += change;
  changed_.notify_all();
}

void FakeLndNode::WaitForSubscriptions(int count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this, count] { return subscriptions_ == count; });
}

grpc::ServerUnaryReactor* FakeLndState::GetState(
    grpc::CallbackServerContext* context,
    const lnrpc::GetStateRequest* /*request*/,
    lnrpc::GetStateResponse* response) {
  response->set_state(node_.state);
  return Reply(context, grpc::Status::OK);
}

grpc::ServerUnaryReactor* FakeLndLightning::WalletBalance(
    grpc::CallbackServerContext* context,
    const lnrpc::WalletBalanceRequest* /*request*/,
    lnrpc::WalletBalanceResponse* response) {
  response->set_total_balance(1'500'000);
  response->set_confirmed_balance(1'000'000);
  response->set_unconfirmed_balance(500'000);
  auto& account = (*response->mutable_account_balance())["default"];
  account.set_confirmed_balance(1'000'000);
  account.set_unconfirmed_balance(500'000);
  return Reply(context,
               node_.Check(*context, {FakeLnd::kAdmin, FakeLnd::kReadonly,
                                      FakeLnd::kInvoice}));
}

grpc::ServerUnaryReactor* FakeLndLightning::GetInfo(
    grpc::CallbackServerContext* context,
    const lnrpc::GetInfoRequest* /*request*/,
    lnrpc::GetInfoResponse* response) {
  response->set_identity_pubkey(absl::BytesToHexString(FakeLndKey()));
  response->set_alias(node_.options.alias);
  response->set_num_active_channels(1);
  response->set_num_peers(1);
  response->set_block_height(406);
  response->set_synced_to_chain(true);
  response->set_version(node_.options.send_payment ? "0.20.2-beta"
                                                   : "0.21.2-beta");
  response->add_chains()->set_network("regtest");
  return Reply(context,
               node_.Check(*context, {FakeLnd::kAdmin, FakeLnd::kReadonly}));
}

grpc::ServerUnaryReactor* FakeLndLightning::AddInvoice(
    grpc::CallbackServerContext* context, const lnrpc::Invoice* request,
    lnrpc::AddInvoiceResponse* response) {
  grpc::Status status =
      node_.Check(*context, {FakeLnd::kAdmin, FakeLnd::kInvoice});
  if (status.ok() && request->memo().size() > 639) {
    status = Unknown(absl::StrCat("memo too large: ", request->memo().size(),
                                  " bytes (maxsize=639)"));
  }
  if (status.ok()) {
    const lnrpc::Invoice invoice =
        node_.invoices.Add(request->memo(), request->value());
    response->set_r_hash(invoice.r_hash());
    response->set_payment_request(invoice.payment_request());
    response->set_add_index(invoice.add_index());
    if (node_.options.settle) node_.invoices.Settle(invoice.add_index());
  }
  return Reply(context, status);
}

grpc::ServerUnaryReactor* FakeLndLightning::DecodePayReq(
    grpc::CallbackServerContext* context, const lnrpc::PayReqString* request,
    lnrpc::PayReq* response) {
  grpc::Status status =
      node_.Check(*context, {FakeLnd::kAdmin, FakeLnd::kReadonly});
  if (status.ok() && !DecodeFakePaymentRequest(request->pay_req(), *response)) {
    status = Unknown("invalid bech32 string");
  }
  return Reply(context, status);
}

grpc::ServerWriteReactor<lnrpc::Invoice>* FakeLndLightning::SubscribeInvoices(
    grpc::CallbackServerContext* context,
    const lnrpc::InvoiceSubscription* request) {
  const grpc::Status status = node_.Check(
      *context, {FakeLnd::kAdmin, FakeLnd::kReadonly, FakeLnd::kInvoice});
  if (status.ok()) return new InvoiceStream(node_, *request);
  return new Refusal<grpc::ServerWriteReactor<lnrpc::Invoice>>(status);
}

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
