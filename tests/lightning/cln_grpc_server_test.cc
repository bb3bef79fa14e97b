// SPDX-License-Identifier: Apache-2.0

#include "cln_grpc_server.h"

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "cln/node.grpc.pb.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "nlohmann/json.hpp"
#include "support/tcp_proxy.h"
#include "tests/harness.h"
#include "tests/lightning/fake_lightningd.h"
#include "tests/lightning/gateway_harness.h"

namespace {

using absl::StatusCode;
using harness::Context;
using harness::HasCode;
using testing::HasSubstr;

constexpr char kId[] =
    "02c8b565720eaa9c3819b7020c4ee7c084cb9f7a6cd347b006eae5e5698df9f490";

class ClnGrpcServerTest : public testing::Test {
 protected:
  // With other options than usual. Ends the server that there is.
  void Restart(const ClnGrpcServerOptions& options) {
    server_.reset();
    server_ = harness::MustStart(ClnGrpcServer::Start(options));
    channel_ = harness::GatewayChannel(server_->address());
    stub_ = cln::Node::NewStub(channel_);
  }

  ClnGrpcServerOptions Options() const {
    return harness::GatewayOptions(node_.rpc_file());
  }

  grpc::Status Getinfo() {
    Context context;
    cln::GetinfoResponse response;
    return stub_->Getinfo(&context, {}, &response);
  }

  grpc::Status Invoice(const std::string& label) {
    Context context;
    cln::InvoiceRequest request;
    request.mutable_amount_msat()->set_any(true);
    request.set_label(label);
    cln::InvoiceResponse response;
    return stub_->Invoice(&context, request, &response);
  }

  FakeLightningd node_;  // Outlives the gateway in front of it.
  std::unique_ptr<ClnGrpcServer> server_ =
      harness::MustStart(ClnGrpcServer::Start(Options()));
  std::shared_ptr<grpc::Channel> channel_ =
      harness::GatewayChannel(server_->address());
  std::unique_ptr<cln::Node::Stub> stub_ = cln::Node::NewStub(channel_);
};

// A call that a test looks at while it is open: of WaitAnyInvoice, which the
// node answers when somebody pays.
class OpenWait {
 public:
  explicit OpenWait(cln::Node::Stub& stub,
                    absl::Duration timeout = harness::kForever)
      : context_(timeout) {
    stub.async()->WaitAnyInvoice(
        &context_, &request_, &response_,
        [this](grpc::Status status) { done_.set_value(std::move(status)); });
  }

  void Cancel() { context_.TryCancel(); }
  grpc::Status Wait() { return done_.get_future().get(); }
  const cln::WaitanyinvoiceResponse& response() const { return response_; }

 private:
  Context context_;
  cln::WaitanyinvoiceRequest request_;
  cln::WaitanyinvoiceResponse response_;
  std::promise<grpc::Status> done_;
};

// A call that sends `requests`, in bytes, and then no more.
class RawCall final
    : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  RawCall(const std::shared_ptr<grpc::Channel>& channel,
          const std::string& method, const std::vector<std::string>& requests) {
    for (const std::string& request : requests) {
      const grpc::Slice slice(request);
      requests_.emplace_back(&slice, 1);
    }
    grpc::GenericStub(channel).PrepareBidiStreamingCall(&context_, method, {},
                                                        this);
    StartRead(&reply_);
    Next();
    StartCall();
  }

  grpc::Status Wait() { return status_.get_future().get(); }

 private:
  void Next() {
    if (sent_ == requests_.size()) {
      StartWritesDone();
    } else {
      StartWrite(&requests_[sent_++]);
    }
  }
  void OnWriteDone(bool ok) override {
    if (ok) Next();
  }
  void OnDone(const grpc::Status& status) override {
    status_.set_value(status);
  }

  Context context_;
  std::vector<grpc::ByteBuffer> requests_;
  size_t sent_ = 0;
  grpc::ByteBuffer reply_;
  std::promise<grpc::Status> status_;
};

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
  auto wait = std::make_unique<OpenWait>(*stub_);
  node_.WaitForRequests(1);
  wait->Cancel();
  EXPECT_FALSE(wait->Wait().ok());
  wait.reset();
  stub_.reset();
  channel_.reset();
  node_.WaitForOpenConnections(0);
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

TEST_F(ClnGrpcServerTest, AMethodOfNoSchemaIsUnimplementedAndNamed) {
  for (const std::string method :
       {"/cln.Node/Stop", "/cln.Other/Getinfo", "/", "/grpc.health.v1/Check"}) {
    const grpc::Status status = RawCall(channel_, method, {""}).Wait();
    EXPECT_THAT(status, HasCode(StatusCode::kUnimplemented));
    EXPECT_THAT(status.error_message(),
                HasSubstr(absl::StrCat("method \"", method, "\"")));
  }
}

TEST_F(ClnGrpcServerTest, ARequestThatIsNoMessageIsRefused) {
  for (const std::string bytes :
       {"\xff", "\x12\x05", "\x12\x01\xff" /* not UTF-8 */}) {
    const grpc::Status status =
        RawCall(channel_, "/cln.Node/Invoice", {bytes}).Wait();
    EXPECT_THAT(status, HasCode(StatusCode::kInvalidArgument));
    EXPECT_EQ(status.error_message(), "request: wanted a cln.InvoiceRequest");
  }
  EXPECT_TRUE(Getinfo().ok());
}

TEST_F(ClnGrpcServerTest, AFieldThatTheNodeWouldNotTakeIsNamed) {
  Context context;
  cln::ListpeersRequest request;
  request.set_id("short");
  cln::ListpeersResponse response;
  const grpc::Status status = stub_->ListPeers(&context, request, &response);
  EXPECT_THAT(status, HasCode(StatusCode::kInvalidArgument));
  EXPECT_THAT(status.error_message(), HasSubstr("id"));
  EXPECT_EQ(node_.requests().size(), 0);
  EXPECT_TRUE(Getinfo().ok());
}

TEST_F(ClnGrpcServerTest, ACallHasOneRequest) {
  for (const std::vector<std::string>& requests :
       {std::vector<std::string>{}, {"", ""}}) {
    const grpc::Status status =
        RawCall(channel_, "/cln.Node/Getinfo", requests).Wait();
    EXPECT_THAT(status, HasCode(StatusCode::kInternal));
    EXPECT_THAT(status.error_message(), HasSubstr("wanted one"));
  }
  EXPECT_EQ(node_.requests().size(), 0);
}

// A client that is gone before its request has come to an end.
void SendHalf(const std::shared_ptr<grpc::Channel>& channel,
              const std::string& method) {
  struct Half final
      : grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
    void OnWriteDone(bool /*ok*/) override { written.set_value(); }
    void OnDone(const grpc::Status& /*status*/) override { done.set_value(); }

    Context context;
    const grpc::Slice slice{std::string()};
    const grpc::ByteBuffer request{&slice, 1};
    std::promise<void> written;
    std::promise<void> done;
  } half;
  grpc::GenericStub(channel).PrepareBidiStreamingCall(&half.context, method, {},
                                                      &half);
  half.StartWrite(&half.request);
  half.StartCall();
  half.written.get_future().get();
  half.context.TryCancel();
  half.done.get_future().get();
}

TEST_F(ClnGrpcServerTest, ARequestWhoseClientIsGoneIsNotCarriedOut) {
  constexpr int kCalls = 20;
  for (int i = 0; i < kCalls; ++i) SendHalf(channel_, "/cln.Node/Getinfo");
  EXPECT_TRUE(Getinfo().ok());
  // Nobody promises that a cancellation is in time. Not one would be without
  // the gateway's looking.
  EXPECT_LT(node_.requests().size(), kCalls / 2);
}

TEST_F(ClnGrpcServerTest, ARequestOfMoreThanFourMebibytesIsRefused) {
  Context context;
  cln::InvoiceRequest request;
  request.set_label(std::string(5 << 20, 'a'));
  cln::InvoiceResponse response;
  EXPECT_THAT(stub_->Invoice(&context, request, &response),
              HasCode(StatusCode::kResourceExhausted));
  EXPECT_TRUE(Getinfo().ok());
}

TEST_F(ClnGrpcServerTest, ACompressedRequestIsRefused) {
  Context context;
  context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  cln::InvoiceRequest request;
  request.set_label(std::string(5000, 'a'));
  cln::InvoiceResponse response;
  EXPECT_THAT(stub_->Invoice(&context, request, &response),
              HasCode(StatusCode::kUnimplemented));
  EXPECT_TRUE(Getinfo().ok());
}

TEST_F(ClnGrpcServerTest, OpenCallsAreCounted) {
  ClnGrpcServerOptions options = Options();
  options.most_calls = 2;
  Restart(options);
  OpenWait first(*stub_);
  // One that has no request yet counts as well.
  harness::SilentCall silent(channel_, "/cln.Node/Getinfo");
  node_.WaitForRequests(1);
  while (Getinfo().ok()) {
  }
  EXPECT_THAT(Getinfo(), HasCode(StatusCode::kResourceExhausted));
  first.Cancel();
  EXPECT_FALSE(first.Wait().ok());
  silent.Cancel();
  EXPECT_FALSE(silent.Wait().ok());
  while (!Getinfo().ok()) {
  }
}

TEST_F(ClnGrpcServerTest, EachEndOfACallGivesItsPlaceBack) {
  ClnGrpcServerOptions options = Options();
  options.most_calls = 1;
  Restart(options);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(Getinfo().ok());
    EXPECT_THAT(RawCall(channel_, "/cln.Node/Stop", {""}).Wait(),
                HasCode(StatusCode::kUnimplemented));
    EXPECT_THAT(RawCall(channel_, "/cln.Node/Getinfo", {"\xff"}).Wait(),
                HasCode(StatusCode::kInvalidArgument));
    EXPECT_THAT(RawCall(channel_, "/cln.Node/Getinfo", {}).Wait(),
                HasCode(StatusCode::kInternal));
    EXPECT_THAT(
        RawCall(channel_, "/cln.Node/WaitAnyInvoice", {"\x08\xff"}).Wait(),
        HasCode(StatusCode::kInvalidArgument));
  }
}

TEST_F(ClnGrpcServerTest, AnAnswerThatMakesNoMessageIsInternal) {
  node_.Hold("getinfo");
  std::future<grpc::Status> call =
      std::async(std::launch::async, [this] { return Getinfo(); });
  node_.Next().Answer({{"num_peers", "many"}});
  const grpc::Status status = call.get();
  EXPECT_THAT(status, HasCode(StatusCode::kInternal));
  EXPECT_THAT(status.error_message(),
              testing::AllOf(HasSubstr("the node's answer to getinfo: "),
                             HasSubstr("num_peers")));
  EXPECT_THAT(Invoice("tea"), HasCode(StatusCode::kOk));
}

// A .proto in a folder of its own.
class ProtoFile {
 public:
  explicit ProtoFile(const std::string& text) {
    EXPECT_NE(mkdtemp(folder_.data()), nullptr);
    std::ofstream(path()) << text;
  }
  ~ProtoFile() { std::filesystem::remove_all(folder_); }
  std::string path() const { return folder_ + "/node.proto"; }

 private:
  std::string folder_ = testing::TempDir() + "/proto.XXXXXX";
};

constexpr char kProto[] = R"(
syntax = "proto3";
package cln;
service Node {
  rpc Getinfo(GetInfoRequest) returns (GetInfoResponse);
  rpc Dance(DanceRequest) returns (GetInfoResponse);
}
message GetInfoRequest {}
message DanceRequest { string step = 1; }
message GetInfoResponse { string alias = 2; }
)";

TEST_F(ClnGrpcServerTest, ServesAProtoThatItHasNeverSeen) {
  const ProtoFile proto(kProto);
  ClnGrpcServerOptions options = Options();
  options.proto = proto.path();
  Restart(options);
  // GetInfoRequest would be get_info: the node is asked what it calls that, and
  // once is enough.
  EXPECT_TRUE(Getinfo().ok());
  EXPECT_EQ(node_.requests().size(), 3);
  EXPECT_TRUE(Getinfo().ok());
  EXPECT_EQ(node_.requests().size(), 4);
  EXPECT_THAT(node_.requests()[3], HasSubstr("\"getinfo\""));
}

TEST_F(ClnGrpcServerTest, ACommandThatTheNodeDoesNotHaveIsUnimplemented) {
  const ProtoFile proto(kProto);
  ClnGrpcServerOptions options = Options();
  options.proto = proto.path();
  Restart(options);
  const grpc::Status status = RawCall(channel_, "/cln.Node/Dance", {""}).Wait();
  EXPECT_THAT(status, HasCode(StatusCode::kUnimplemented));
  EXPECT_THAT(status.error_message(), HasSubstr("dance"));
  EXPECT_EQ(node_.requests().size(), 2);
}

TEST_F(ClnGrpcServerTest, ACallMayBeCancelledWhileTheNodeIsAskedForHelp) {
  const ProtoFile proto(kProto);
  ClnGrpcServerOptions options = Options();
  options.proto = proto.path();
  Restart(options);
  node_.Hold("help");
  Context context;
  std::promise<grpc::Status> done;
  const cln::GetinfoRequest request;
  cln::GetinfoResponse response;
  stub_->async()->Getinfo(
      &context, &request, &response,
      [&done](grpc::Status status) { done.set_value(std::move(status)); });
  const FakeLightningd::Request help = node_.Next();
  context.TryCancel();
  EXPECT_THAT(done.get_future().get(), HasCode(StatusCode::kCancelled));
  help.WaitUntilClosed();
}

TEST_F(ClnGrpcServerTest, ANodeThatGoesWhileItIsAskedForHelpIsUnavailable) {
  const ProtoFile proto(kProto);
  ClnGrpcServerOptions options = Options();
  options.proto = proto.path();
  Restart(options);
  node_.Hold("help");
  std::future<grpc::Status> call =
      std::async(std::launch::async, [this] { return Getinfo(); });
  node_.Next().Close();
  EXPECT_THAT(call.get(), HasCode(StatusCode::kUnavailable));
}

TEST_F(ClnGrpcServerTest, ANodeIsAskedForHelpOnlyOnceInACall) {
  const ProtoFile proto(kProto);
  ClnGrpcServerOptions options = Options();
  options.proto = proto.path();
  Restart(options);
  node_.Hold("getinfo");
  std::future<grpc::Status> call =
      std::async(std::launch::async, [this] { return Getinfo(); });
  // It is in the list, and yet it is not there.
  node_.Next().Fail(-32601, "Unknown command 'getinfo'");
  const grpc::Status status = call.get();
  EXPECT_THAT(status, HasCode(StatusCode::kUnimplemented));
  EXPECT_THAT(status.error_message(), HasSubstr("'getinfo'"));
  EXPECT_EQ(node_.requests().size(), 3);
}

TEST_F(ClnGrpcServerTest, ANodeThatGivesNoHelpDoesNotHaveTheCommand) {
  const ProtoFile proto(kProto);
  ClnGrpcServerOptions options = Options();
  options.proto = proto.path();
  Restart(options);
  node_.Hold("help");
  std::future<grpc::Status> call =
      std::async(std::launch::async, [this] { return Getinfo(); });
  node_.Next().Fail(-32602, "no help today");
  const grpc::Status status = call.get();
  EXPECT_THAT(status, HasCode(StatusCode::kUnimplemented));
  EXPECT_THAT(status.error_message(), HasSubstr("'get_info'"));
}

TEST_F(ClnGrpcServerTest, AFileThatIsNoProtoIsRefused) {
  const ProtoFile proto("message {");
  ClnGrpcServerOptions options = Options();
  options.proto = proto.path();
  const auto server = ClnGrpcServer::Start(options);
  ASSERT_THAT(server, HasCode(StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(server.status().message()), HasSubstr(proto.path()));
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
