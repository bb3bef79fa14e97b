// SPDX-License-Identifier: Apache-2.0

#include "tests/lightning/fake_lnd_node.h"

#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/lightning/fake_lnd_stream.h"

namespace {

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
  if (stopping_) {
    stop();
  } else {
    streams_[stream] = std::move(stop);
  }
}

void FakeLndNode::Forget(const void* stream) {
  const std::lock_guard lock(mutex_);
  streams_.erase(stream);
}

void FakeLndNode::Start() {
  const std::lock_guard lock(mutex_);
  stopping_ = false;
}

void FakeLndNode::Stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
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
