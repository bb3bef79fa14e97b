// SPDX-License-Identifier: Apache-2.0
//
// The services of the stand-in for lnd, and what they have in common.

#ifndef TESTS_LIGHTNING_FAKE_LND_NODE_H_
#define TESTS_LIGHTNING_FAKE_LND_NODE_H_

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "grpcpp/grpcpp.h"
#include "lnd/lightning.grpc.pb.h"
#include "lnd/router.grpc.pb.h"
#include "lnd/stateservice.grpc.pb.h"
#include "tests/lightning/fake_invoices.h"
#include "tests/lightning/fake_lnd.h"
#include "tests/lightning/fake_payments.h"

// Thread-safe.
class FakeLndNode {
 public:
  explicit FakeLndNode(const FakeLndOptions& its_options)
      : options(its_options), payments(its_options.hold_payments) {}

  const FakeLndOptions options;
  std::atomic<lnrpc::WalletState> state = lnrpc::SERVER_ACTIVE;
  std::atomic<bool> revoked = false;
  FakeInvoices invoices;
  FakePayments payments;

  // What lnd checks before each call, in its order: the state, and whether one
  // of `allowed` was sent.
  grpc::Status Check(const grpc::CallbackServerContext& context,
                     const std::vector<FakeLnd::Macaroon>& allowed);
  std::vector<std::string> last_macaroons() const;

  // `stop` is called in Stop, unless Forget comes first; or at once for a
  // stream that begins between Stop and Start: the server waits for its end.
  void CallAtStop(const void* stream, std::function<void()> stop);
  void Forget(const void* stream);
  void Start();
  void Stop();

  // How many invoices are subscribed to.
  void CountSubscription(int change);
  void WaitForSubscriptions(int count);

 private:
  mutable std::mutex mutex_;  // Guards all below.
  std::condition_variable changed_;
  std::vector<std::string> last_macaroons_;
  std::map<const void*, std::function<void()>> streams_;
  bool stopping_ = false;
  int subscriptions_ = 0;
};

class FakeLndState final : public lnrpc::State::CallbackService {
 public:
  explicit FakeLndState(FakeLndNode& node) : node_(node) {}

  grpc::ServerUnaryReactor* GetState(
      grpc::CallbackServerContext* context,
      const lnrpc::GetStateRequest* request,
      lnrpc::GetStateResponse* response) override;

 private:
  FakeLndNode& node_;
};

class FakeLndLightning final : public lnrpc::Lightning::CallbackService {
 public:
  explicit FakeLndLightning(FakeLndNode& node) : node_(node) {}

  grpc::ServerUnaryReactor* WalletBalance(
      grpc::CallbackServerContext* context,
      const lnrpc::WalletBalanceRequest* request,
      lnrpc::WalletBalanceResponse* response) override;
  grpc::ServerUnaryReactor* GetInfo(grpc::CallbackServerContext* context,
                                    const lnrpc::GetInfoRequest* request,
                                    lnrpc::GetInfoResponse* response) override;
  grpc::ServerUnaryReactor* AddInvoice(
      grpc::CallbackServerContext* context, const lnrpc::Invoice* request,
      lnrpc::AddInvoiceResponse* response) override;
  grpc::ServerUnaryReactor* DecodePayReq(grpc::CallbackServerContext* context,
                                         const lnrpc::PayReqString* request,
                                         lnrpc::PayReq* response) override;
  grpc::ServerWriteReactor<lnrpc::Invoice>* SubscribeInvoices(
      grpc::CallbackServerContext* context,
      const lnrpc::InvoiceSubscription* request) override;
  grpc::ServerBidiReactor<lnrpc::SendRequest, lnrpc::SendResponse>* SendPayment(
      grpc::CallbackServerContext* context) override;

 private:
  FakeLndNode& node_;
};

class FakeLndRouter final : public routerrpc::Router::CallbackService {
 public:
  explicit FakeLndRouter(FakeLndNode& node) : node_(node) {}

  grpc::ServerWriteReactor<lnrpc::Payment>* SendPaymentV2(
      grpc::CallbackServerContext* context,
      const routerrpc::SendPaymentRequest* request) override;
  grpc::ServerWriteReactor<lnrpc::Payment>* TrackPaymentV2(
      grpc::CallbackServerContext* context,
      const routerrpc::TrackPaymentRequest* request) override;

 private:
  FakeLndNode& node_;
};

#endif  // TESTS_LIGHTNING_FAKE_LND_NODE_H_
