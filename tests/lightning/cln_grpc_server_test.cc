// SPDX-License-Identifier: Apache-2.0

#include "cln_grpc_server.h"

#include <atomic>
#include <future>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "cln/node.grpc.pb.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "support/tcp_proxy.h"
#include "tests/harness.h"
#include "tests/lightning/cln_grpc_server_harness.h"
#include "tests/lightning/fake_lightningd.h"
#include "tests/lightning/gateway_harness.h"

namespace {

using absl::StatusCode;
using harness::Context;
using harness::HasCode;

constexpr char kId[] =
    "02c8b565720eaa9c3819b7020c4ee7c084cb9f7a6cd347b006eae5e5698df9f490";

TEST_F(ClnGrpcServerTest, PassesARequestOnAndTheAnswerBack) {
  Context context;
  cln::GetinfoResponse response;
  const grpc::Status status = stub_->Getinfo(&context, {}, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(absl::BytesToHexString(response.id()), kId);
  EXPECT_EQ(response.version(), "v26.06.6");
  EXPECT_EQ(response.binding(0).item_type(), cln::GetinfoBinding::IPV4);
}

TEST_F(ClnGrpcServerTest, PassesOnEachMethodOfTheSchema) {
  cln::InvoiceRequest invoice;
  invoice.mutable_amount_msat()->mutable_amount()->set_msat(5000);
  invoice.set_label("tea");
  invoice.set_description("\"täglich\"\n世界");
  cln::InvoiceResponse made;
  Context context1;
  ASSERT_TRUE(stub_->Invoice(&context1, invoice, &made).ok());

  cln::XpayRequest payment;
  payment.set_invstring(made.bolt11());
  cln::XpayResponse paid;
  Context context2;
  ASSERT_TRUE(stub_->Xpay(&context2, payment, &paid).ok());
  EXPECT_EQ(paid.amount_msat().msat(), 5000);

  cln::WaitanyinvoiceResponse waited;
  Context context3;
  ASSERT_TRUE(stub_->WaitAnyInvoice(&context3, {}, &waited).ok());
  EXPECT_EQ(waited.payment_preimage(), paid.payment_preimage());
  EXPECT_EQ(waited.pay_index(), 1);

  cln::ListinvoicesResponse all;
  Context context4;
  ASSERT_TRUE(stub_->ListInvoices(&context4, {}, &all).ok());
  ASSERT_EQ(all.invoices_size(), 1);
  EXPECT_EQ(all.invoices(0).label(), "tea");
  EXPECT_EQ(all.invoices(0).status(), cln::ListinvoicesInvoices::PAID);

  cln::ListpeersResponse peers;
  Context context5;
  ASSERT_TRUE(stub_->ListPeers(&context5, {}, &peers).ok());
  EXPECT_EQ(peers.peers(0).num_channels(), 1);
}

TEST_F(ClnGrpcServerTest, ALongPollHoldsUpNobody) {
  OpenWait wait(*stub_);
  node_.WaitForRequests(1);
  EXPECT_TRUE(Invoice("tea").ok());
  EXPECT_TRUE(node_.Pay("tea", 1000));
  EXPECT_TRUE(wait.Wait().ok());
  EXPECT_EQ(wait.response().label(), "tea");
  EXPECT_EQ(wait.response().amount_received_msat().msat(), 1000);
  EXPECT_EQ(node_.connections(), 1);
}

TEST_F(ClnGrpcServerTest, CancellationFreesWhatTheCallHeld) {
  OpenWait wait(*stub_);
  node_.WaitForRequests(1);
  wait.Cancel();
  EXPECT_THAT(wait.Wait(), HasCode(StatusCode::kCancelled));
  // Nobody waits on the connection to the node any more.
  node_.WaitForOpenConnections(0);
  EXPECT_TRUE(Getinfo().ok());
}

TEST_F(ClnGrpcServerTest, ADeadlineFreesWhatTheCallHeld) {
  node_.Hold("waitanyinvoice");
  // The node has the question before the time is over, or the call never gets
  // so far: then there is no connection either.
  OpenWait wait(*stub_, absl::Milliseconds(200));
  EXPECT_THAT(wait.Wait(), HasCode(StatusCode::kDeadlineExceeded));
  node_.WaitForOpenConnections(0);
  EXPECT_TRUE(Getinfo().ok());
}

TEST_F(ClnGrpcServerTest, AClientThatVanishesFreesWhatItsCallsHeld) {
  const auto cable =
      harness::MustStart(support::TcpProxy::Start(server_->address()));
  cln::Node::Stub stub(harness::GatewayChannel(cable->address()));
  OpenWait wait(stub);
  node_.WaitForRequests(1);
  cable->Drop();
  node_.WaitForOpenConnections(0);
  EXPECT_THAT(wait.Wait(), HasCode(StatusCode::kUnavailable));
}

TEST_F(ClnGrpcServerTest, AClientThatFallsSilentFreesWhatItsCallsHeld) {
  ClnGrpcServerOptions options = Options();
  options.silence = absl::Seconds(3);
  Restart(options);
  const auto cable =
      harness::MustStart(support::TcpProxy::Start(server_->address()));
  cln::Node::Stub stub(harness::GatewayChannel(cable->address()));
  OpenWait wait(stub);
  node_.WaitForRequests(1);
  cable->Silence();
  node_.WaitForOpenConnections(0);
  wait.Cancel();
  EXPECT_FALSE(wait.Wait().ok());
}

TEST_F(ClnGrpcServerTest, CallsMayEndInEveryWayAtOnce) {
  // Answers, cancellations and deadlines meet in every order. What would break
  // is memory, or a call that never ends.
  constexpr int kThreads = 4;
  constexpr int kCalls = 50;
  std::atomic<int> strange = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      const auto channel = harness::GatewayChannel(server_->address());
      cln::Node::Stub stub(channel);
      for (int i = 0; i < kCalls; ++i) {
        Context context(i % 3 == 0 ? absl::Microseconds(100 * (i + thread))
                                   : harness::kForever);
        std::promise<grpc::Status> done;
        const cln::GetinfoRequest request;
        cln::GetinfoResponse response;
        stub.async()->Getinfo(
            &context, &request, &response,
            [&done](grpc::Status s) { done.set_value(std::move(s)); });
        if (i % 3 == 1) {
          for (int turn = 0; turn < i * thread; ++turn) {
            std::this_thread::yield();
          }
          context.TryCancel();
        }
        switch (done.get_future().get().error_code()) {
          case grpc::StatusCode::OK:
          case grpc::StatusCode::CANCELLED:
          case grpc::StatusCode::DEADLINE_EXCEEDED:
            break;
          default:
            ++strange;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(strange, 0);
  EXPECT_TRUE(Getinfo().ok());
}

TEST_F(ClnGrpcServerTest, OpenCallsAreCounted) {
  constexpr size_t kMost = 20;
  ClnGrpcServerOptions options = Options();
  options.most_calls = kMost;
  Restart(options);
  std::vector<std::unique_ptr<OpenWait>> waits;
  while (waits.size() < kMost - 1) {
    waits.push_back(std::make_unique<OpenWait>(*stub_));
  }
  node_.WaitForRequests(waits.size());
  // One that has no request yet counts as well. It is refused if a Getinfo has
  // the last place when it comes, and nothing tells when it has come: so there
  // is another one until a Getinfo finds the place taken.
  std::vector<std::unique_ptr<harness::SilentCall>> silent;
  do {
    silent.push_back(
        std::make_unique<harness::SilentCall>(channel_, "/cln.Node/Getinfo"));
  } while (silent.size() < kMost && Getinfo().ok());
  EXPECT_THAT(Getinfo(), HasCode(StatusCode::kResourceExhausted));
  for (const auto& call : waits) {
    call->Cancel();
    EXPECT_FALSE(call->Wait().ok());
  }
  for (const auto& call : silent) {
    call->Cancel();
    EXPECT_FALSE(call->Wait().ok());
  }
  while (!Getinfo().ok()) {
  }
}

TEST_F(ClnGrpcServerTest, ASecondServerDoesNotGetThePort) {
  ClnGrpcServerOptions options = Options();
  options.listen = server_->address();
  EXPECT_EQ(ClnGrpcServer::Start(options).status(),
            absl::UnavailableError(absl::StrCat(
                "cannot listen on ", server_->address(),
                ": wanted an address of this machine and a port that is not in "
                "use")));
  EXPECT_TRUE(Getinfo().ok());
}

TEST_F(ClnGrpcServerTest, CertificatesThatAreNoneAreRefused) {
  ClnGrpcServerOptions options = Options();
  options.ca = "none";
  EXPECT_THAT(ClnGrpcServer::Start(options),
              HasCode(StatusCode::kInvalidArgument));
  options = Options();
  options.identity.certificate = "none";
  EXPECT_THAT(ClnGrpcServer::Start(options),
              HasCode(StatusCode::kInvalidArgument));
  options = Options();
  options.identity.private_key = harness::TestPki().client.private_key;
  EXPECT_THAT(ClnGrpcServer::Start(options),
              HasCode(StatusCode::kInvalidArgument));
}

TEST_F(ClnGrpcServerTest, EndsAlthoughCallsAreOpen) {
  OpenWait wait(*stub_);
  harness::SilentCall silent(channel_, "/cln.Node/Getinfo");
  node_.WaitForRequests(1);
  server_->Shutdown(absl::ZeroDuration());
  EXPECT_FALSE(wait.Wait().ok());
  EXPECT_FALSE(silent.Wait().ok());
  node_.WaitForOpenConnections(0);
}

TEST_F(ClnGrpcServerTest, EndsAfterTheAnswersThatItStillOwes) {
  node_.Hold("getinfo");
  std::future<grpc::Status> call =
      std::async(std::launch::async, [this] { return Getinfo(); });
  const FakeLightningd::Request request = node_.Next();
  std::future<void> end = std::async(
      std::launch::async, [this] { server_->Shutdown(harness::kForever); });
  request.AnswerAsUsual();
  end.get();
  EXPECT_TRUE(call.get().ok());
}

}  // namespace
