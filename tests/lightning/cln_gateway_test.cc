// SPDX-License-Identifier: Apache-2.0
//
// What the clients of the gateway see of the node's behaviour.

#include <cstddef>
#include <cstdint>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "cln/node.grpc.pb.h"
#include "cln_grpc_server.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/support/error_details.h"
#include "nlohmann/json.hpp"
#include "node_errors.h"
#include "tests/harness.h"
#include "tests/lightning/fake_lightningd.h"
#include "tests/lightning/gateway_harness.h"

namespace {

using absl::StatusCode;
using harness::HasCode;
using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

// A call that a test looks at while it is open. `method` is one of the stub's
// async functions.
template <typename Request, typename Response>
class Open {
 public:
  using Method = void (cln::Node::StubInterface::async_interface::*)(
      grpc::ClientContext*, const Request*, Response*,
      std::function<void(grpc::Status)>);

  Open(cln::Node::Stub& stub, Method method, const Request& request = {},
       absl::Duration timeout = harness::kForever)
      : context_(timeout), request_(request) {
    (stub.async()->*method)(
        &context_, &request_, &response_,
        [this](grpc::Status status) { done_.set_value(std::move(status)); });
  }

  void Cancel() { context_.TryCancel(); }
  grpc::Status Wait() { return done_.get_future().get(); }
  const Response& response() const { return response_; }

 private:
  harness::Context context_;
  const Request request_;
  Response response_;
  std::promise<grpc::Status> done_;
};

using Async = cln::Node::StubInterface::async_interface;

class Getinfo final : public Open<cln::GetinfoRequest, cln::GetinfoResponse> {
 public:
  explicit Getinfo(cln::Node::Stub& stub,
                   absl::Duration timeout = harness::kForever)
      : Open(stub, &Async::Getinfo, {}, timeout) {}
};

class Invoice final : public Open<cln::InvoiceRequest, cln::InvoiceResponse> {
 public:
  Invoice(cln::Node::Stub& stub, const cln::InvoiceRequest& request)
      : Open(stub, &Async::Invoice, request) {}
};

class ListInvoices final
    : public Open<cln::ListinvoicesRequest, cln::ListinvoicesResponse> {
 public:
  ListInvoices(cln::Node::Stub& stub, const cln::ListinvoicesRequest& request)
      : Open(stub, &Async::ListInvoices, request) {}
};

class WaitAnyInvoice final
    : public Open<cln::WaitanyinvoiceRequest, cln::WaitanyinvoiceResponse> {
 public:
  explicit WaitAnyInvoice(cln::Node::Stub& stub,
                          const cln::WaitanyinvoiceRequest& request = {})
      : Open(stub, &Async::WaitAnyInvoice, request) {}
};

cln::InvoiceRequest InvoiceFor(const std::string& label) {
  cln::InvoiceRequest request;
  request.set_label(label);
  request.set_description("d");
  request.mutable_amount_msat()->set_any(true);
  return request;
}

class ClnGatewayTest : public testing::Test {
 protected:
  std::unique_ptr<cln::Node::Stub> NewClient() {
    return cln::Node::NewStub(harness::GatewayChannel(server_->address()));
  }

  void ExpectServing() {
    const grpc::Status status = Getinfo(*stub_).Wait();
    EXPECT_TRUE(status.ok()) << status.error_message();
  }

  FakeLightningd node_;  // Outlives the gateway in front of it.
  std::unique_ptr<ClnGrpcServer> server_ = harness::MustStart(
      ClnGrpcServer::Start(harness::GatewayOptions(node_.rpc_file())));
  std::unique_ptr<cln::Node::Stub> stub_ = NewClient();
};

TEST_F(ClnGatewayTest, ANodeThatGoesAwayEndsItsCallsAndTheNextReconnects) {
  node_.Hold("getinfo");
  Getinfo held(*stub_);
  WaitAnyInvoice poll(*stub_);
  node_.WaitForRequests(2);
  node_.Stop();
  EXPECT_THAT(held.Wait(), HasCode(StatusCode::kUnavailable));
  const grpc::Status status = poll.Wait();
  EXPECT_THAT(status, HasCode(StatusCode::kUnavailable));
  EXPECT_THAT(status.error_message(), HasSubstr("closed the connection"));
  node_.Start();
  EXPECT_TRUE(ListInvoices(*stub_, {}).Wait().ok());
  EXPECT_EQ(node_.connections(), 2U);
}

TEST_F(ClnGatewayTest, ANodeThatIsNotThereIsUnavailableUntilItIs) {
  node_.Stop();
  const grpc::Status status = Getinfo(*stub_).Wait();
  EXPECT_THAT(status, HasCode(StatusCode::kUnavailable));
  EXPECT_THAT(status.error_message(), HasSubstr(node_.rpc_file()));
  EXPECT_THAT(status.error_message(), HasSubstr("--rpc_file"));
  node_.Start();
  ExpectServing();
}

TEST_F(ClnGatewayTest, ANodeThatDiesWithinAnAnswerIsUnavailable) {
  node_.Hold("getinfo");
  Getinfo call(*stub_);
  const FakeLightningd::Request request = node_.Next();
  request.Send(R"({"jsonrpc":"2.0","result":{"alias":"al)");
  request.Close();
  EXPECT_THAT(call.Wait(), HasCode(StatusCode::kUnavailable));
}

TEST_F(ClnGatewayTest, AnswersMayComeInAnyOrder) {
  node_.Hold("getinfo");
  std::vector<std::unique_ptr<Getinfo>> calls;
  std::vector<FakeLightningd::Request> requests;
  for (int i = 0; i < 5; ++i) {
    calls.push_back(std::make_unique<Getinfo>(*stub_));
    requests.push_back(node_.Next());
  }
  for (const int i : {3, 0, 4, 2, 1}) {
    requests[i].Answer({{"alias", absl::StrCat("node ", i)}});
    EXPECT_TRUE(calls[i]->Wait().ok());
    EXPECT_EQ(calls[i]->response().alias(), absl::StrCat("node ", i));
  }
}

TEST_F(ClnGatewayTest, AnswersMayComeByteByByteAndSeveralAtOnce) {
  node_.SetFragment(1);
  Getinfo whole(*stub_);
  ASSERT_TRUE(whole.Wait().ok());
  EXPECT_EQ(whole.response().alias(), "VERIFY");

  node_.Hold("getinfo");
  node_.SetFragment(SIZE_MAX);
  Getinfo first(*stub_);
  const FakeLightningd::Request first_request = node_.Next();
  Getinfo second(*stub_);
  const FakeLightningd::Request second_request = node_.Next();
  first_request.Send(second_request.Text({{"result", {{"alias", "second"}}}}) +
                     first_request.Text({{"result", {{"alias", "first"}}}}));
  ASSERT_TRUE(first.Wait().ok());
  ASSERT_TRUE(second.Wait().ok());
  EXPECT_EQ(first.response().alias(), "first");
  EXPECT_EQ(second.response().alias(), "second");
}

TEST_F(ClnGatewayTest, ACallThatEndsLeavesThoseOfOthersAlone) {
  node_.Hold("waitanyinvoice");
  const std::unique_ptr<cln::Node::Stub> other = NewClient();
  WaitAnyInvoice patient(*other);
  const FakeLightningd::Request request = node_.Next();
  WaitAnyInvoice impatient(*stub_);
  node_.Next();
  impatient.Cancel();
  EXPECT_THAT(impatient.Wait(), HasCode(StatusCode::kCancelled));
  request.Answer({{"label", "l"}});
  EXPECT_TRUE(patient.Wait().ok());
  EXPECT_EQ(patient.response().label(), "l");
}

// More than a connection may have of them: see JsonRpcClient::Limits.
TEST_F(ClnGatewayTest, ManyCancelledCallsUseUpNothing) {
  WaitAnyInvoice patient(*stub_);
  node_.WaitForRequests(1);
  for (size_t i = 0; i < 250; ++i) {
    WaitAnyInvoice impatient(*stub_);
    node_.WaitForRequests(i + 2);
    impatient.Cancel();
    EXPECT_THAT(impatient.Wait(), HasCode(StatusCode::kCancelled));
  }
  ASSERT_TRUE(Invoice(*stub_, InvoiceFor("tea")).Wait().ok());
  EXPECT_TRUE(node_.Pay("tea", 1));
  EXPECT_TRUE(patient.Wait().ok());
  EXPECT_EQ(patient.response().label(), "tea");
  // The patient call keeps its connection, which would else have them all.
  EXPECT_GT(node_.connections(), 1U);
}

TEST_F(ClnGatewayTest, ADeadlineEndsTheQuestionOfANodeThatReadsNothing) {
  ExpectServing();
  node_.StopReading();
  EXPECT_THAT(Getinfo(*stub_, absl::Milliseconds(100)).Wait(),
              HasCode(StatusCode::kDeadlineExceeded));
  node_.GoOnReading();
  ExpectServing();
}

TEST_F(ClnGatewayTest, EveryErrorOfTheNodeKeepsItsCodeMessageAndData) {
  node_.Hold("xpay");
  for (const int64_t code :
       {-32700, -32602, -32600, -5,  -4,  -3,  -1,  0,    200,  203,  205,
        207,    210,    300,    400, 900, 904, 905, 1200, 1501, 2000, 123456}) {
    Open<cln::XpayRequest, cln::XpayResponse> call(*stub_, &Async::Xpay);
    node_.Next().Fail(code, "reason \"é\"\n", {{"code was", code}});
    const grpc::Status status = call.Wait();
    EXPECT_THAT(status, HasCode(FindNodeError(code).status)) << code;
    EXPECT_EQ(status.error_message(), absl::StrCat(code, ": reason \"é\"\n"));
    google::rpc::Status described;
    ASSERT_TRUE(grpc::ExtractErrorDetails(status, &described).ok());
    ASSERT_EQ(described.details_size(), 1);
    google::rpc::ErrorInfo info;
    ASSERT_TRUE(described.details(0).UnpackTo(&info));
    EXPECT_EQ(info.metadata().at("code"), absl::StrCat(code));
    EXPECT_EQ(json::parse(info.metadata().at("data")),
              json({{"code was", code}}));
  }
}

TEST_F(ClnGatewayTest, TheNodesOwnErrorsComeThrough) {
  EXPECT_TRUE(Invoice(*stub_, InvoiceFor("tea")).Wait().ok());
  const grpc::Status duplicate = Invoice(*stub_, InvoiceFor("tea")).Wait();
  EXPECT_THAT(duplicate, HasCode(StatusCode::kAlreadyExists));
  EXPECT_EQ(duplicate.error_message(), "900: Duplicate label 'tea'");

  cln::WaitanyinvoiceRequest at_once;
  at_once.set_timeout(0);
  const grpc::Status timeout = WaitAnyInvoice(*stub_, at_once).Wait();
  EXPECT_THAT(timeout, HasCode(StatusCode::kDeadlineExceeded));
  EXPECT_EQ(timeout.error_message(), "904: Timed out");

  Open<cln::XpayRequest, cln::XpayResponse> payment(*stub_, &Async::Xpay);
  const grpc::Status refused = payment.Wait();
  EXPECT_THAT(refused, HasCode(StatusCode::kInvalidArgument));
  EXPECT_THAT(refused.error_message(), StartsWith("-32602: invstring: "));
}

// gRPC has room for 8 KiB in a status: what is longer would become another
// error.
TEST_F(ClnGatewayTest, AnErrorOfAnyLengthKeepsItsCode) {
  node_.Hold("xpay");
  Open<cln::XpayRequest, cln::XpayResponse> call(*stub_, &Async::Xpay);
  node_.Next().Fail(205, std::string(1 << 20, '\n'),
                    {{"tried", std::string(1 << 20, 'd')}});
  const grpc::Status status = call.Wait();
  EXPECT_THAT(status, HasCode(StatusCode::kNotFound));
  EXPECT_THAT(status.error_message(), StartsWith("205: \n"));
  ExpectServing();
}

TEST_F(ClnGatewayTest, BadInputIsNamedAndReachesNoNode) {
  const auto invoice = [this](auto change) {
    cln::InvoiceRequest request = InvoiceFor("tea");
    change(request);
    return Invoice(*stub_, request).Wait();
  };
  const std::vector<std::pair<std::string, grpc::Status>> refusals = {
      {"preimage: 31 bytes: wanted 32",
       invoice([](auto& r) { r.set_preimage(std::string(31, 'p')); })},
      {"description: \"a\\x01\\x62\": wanted no control",
       invoice([](auto& r) { r.set_description("a\001b"); })},
      {"fallbacks[1]: \"\\x1b\": wanted no control", invoice([](auto& r) {
         r.add_fallbacks("bcrt1");
         r.add_fallbacks("\x1b");
       })},
      {"amount_msat: nothing: wanted one of amount, any",
       invoice([](auto& r) { r.mutable_amount_msat()->Clear(); })},
      {"amount_msat.any: false: wanted true",
       invoice([](auto& r) { r.mutable_amount_msat()->set_any(false); })},
      {"index: 7: wanted a value of",
       [this] {
         cln::ListinvoicesRequest request;
         request.set_index(
             static_cast<cln::ListinvoicesRequest::ListinvoicesIndex>(7));
         return ListInvoices(*stub_, request).Wait();
       }()},
      {"payment_hash: 0 bytes: wanted 32",
       [this] {
         cln::ListinvoicesRequest request;
         request.set_payment_hash("");
         return ListInvoices(*stub_, request).Wait();
       }()},
  };
  for (const auto& [wanted, status] : refusals) {
    EXPECT_THAT(status, HasCode(StatusCode::kInvalidArgument)) << wanted;
    EXPECT_THAT(status.error_message(), HasSubstr(wanted));
  }
  EXPECT_TRUE(node_.requests().empty());
  ExpectServing();
}

TEST_F(ClnGatewayTest, TextOfEveryAlphabetComesBackAsItWas) {
  const std::string text = "täglich \"Brot\"\n\t\\ 世界 𝄞 \x7f";
  cln::InvoiceRequest request = InvoiceFor(text);
  request.set_description(text);
  ASSERT_TRUE(Invoice(*stub_, request).Wait().ok());
  cln::ListinvoicesRequest wanted;
  wanted.set_label(text);
  ListInvoices list(*stub_, wanted);
  ASSERT_TRUE(list.Wait().ok());
  ASSERT_EQ(list.response().invoices_size(), 1);
  EXPECT_EQ(list.response().invoices(0).label(), text);
  EXPECT_EQ(list.response().invoices(0).description(), text);
}

TEST_F(ClnGatewayTest, TwoHundredCallsAtOnceGetTheirOwnAnswers) {
  constexpr int kCalls = 200;
  constexpr int kClients = 4;
  std::vector<std::unique_ptr<cln::Node::Stub>> clients;
  for (int i = 0; i < kClients; ++i) clients.push_back(NewClient());
  std::vector<std::unique_ptr<Invoice>> invoices;
  for (int i = 0; i < kCalls; ++i) {
    invoices.push_back(std::make_unique<Invoice>(
        *clients[i % kClients], InvoiceFor(absl::StrCat("label ", i))));
  }
  for (const auto& invoice : invoices) {
    const grpc::Status status = invoice->Wait();
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  std::vector<std::unique_ptr<ListInvoices>> lists;
  for (int i = 0; i < kCalls; ++i) {
    cln::ListinvoicesRequest request;
    request.set_payment_hash(invoices[i]->response().payment_hash());
    lists.push_back(
        std::make_unique<ListInvoices>(*clients[i % kClients], request));
  }
  for (int i = 0; i < kCalls; ++i) {
    ASSERT_TRUE(lists[i]->Wait().ok());
    ASSERT_EQ(lists[i]->response().invoices_size(), 1);
    EXPECT_EQ(lists[i]->response().invoices(0).label(),
              absl::StrCat("label ", i));
  }
  EXPECT_EQ(node_.connections(), 1U);
}

TEST_F(ClnGatewayTest, AnAnswerThatMakesNoSenseEndsItsCallsOnly) {
  node_.Hold("getinfo");
  const std::vector<std::string> answers = {
      "HTTP/1.1 400 Bad Request\r\n", "{]}",
      R"({"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"m"}})",
      R"({"id":"x#1","result":)" + std::string(1000000, '[')};
  for (const std::string& text : answers) {
    Getinfo call(*stub_);
    const FakeLightningd::Request request = node_.Next();
    request.Send(text);
    EXPECT_THAT(call.Wait(), HasCode(StatusCode::kUnavailable));
    request.WaitUntilClosed();
    EXPECT_TRUE(ListInvoices(*stub_, {}).Wait().ok());
  }
}

TEST_F(ClnGatewayTest, AnAnswerThatIsTooLongForItsClientHurtsNobodyElse) {
  node_.Hold("getinfo");
  const std::unique_ptr<cln::Node::Stub> other = NewClient();
  Getinfo greedy(*stub_);
  const FakeLightningd::Request greedy_request = node_.Next();
  Getinfo modest(*other);
  const FakeLightningd::Request modest_request = node_.Next();
  greedy_request.Answer({{"alias", std::string(5 << 20, 'a')}});
  EXPECT_THAT(greedy.Wait(), HasCode(StatusCode::kResourceExhausted));
  modest_request.Answer({{"alias", "a"}});
  EXPECT_TRUE(modest.Wait().ok());
}

TEST_F(ClnGatewayTest, ARequestOfMebibytesReachesTheNode) {
  const std::string label(3 << 20, 'l');
  ASSERT_TRUE(Invoice(*stub_, InvoiceFor(label)).Wait().ok());
  ListInvoices list(*stub_, {});
  ASSERT_TRUE(list.Wait().ok());
  EXPECT_EQ(list.response().invoices(0).label(), label);
}

TEST_F(ClnGatewayTest, ItsEndEndsOpenCallsAndTheirQuestions) {
  node_.Hold("waitanyinvoice");
  std::vector<std::unique_ptr<WaitAnyInvoice>> polls;
  for (int i = 0; i < 20; ++i) {
    polls.push_back(std::make_unique<WaitAnyInvoice>(*stub_));
  }
  const FakeLightningd::Request request = node_.Next();
  node_.WaitForRequests(20);
  server_.reset();
  for (const auto& poll : polls) EXPECT_FALSE(poll->Wait().ok());
  request.WaitUntilClosed();
  request.Answer({{"label", "late"}});
}

TEST_F(ClnGatewayTest, ItsEndWaitsForNoNode) {
  node_.StopReading();
  Getinfo call(*stub_);
  node_.WaitForOpenConnections(1);
  server_.reset();
  EXPECT_FALSE(call.Wait().ok());
}

}  // namespace
