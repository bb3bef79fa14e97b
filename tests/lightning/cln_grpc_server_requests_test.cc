// SPDX-License-Identifier: Apache-2.0
//
// Requests that are none, and answers.

#include <future>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "cln/node.grpc.pb.h"
#include "cln_grpc_server.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "tests/harness.h"
#include "tests/lightning/cln_grpc_server_harness.h"

namespace {

using absl::StatusCode;
using harness::Context;
using harness::HasCode;
using testing::HasSubstr;

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

// A call that sends its request, and not that this is all.
class HalfCall final
    : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  HalfCall(const std::shared_ptr<grpc::Channel>& channel,
           const std::string& method) {
    grpc::GenericStub(channel).PrepareBidiStreamingCall(&context_, method, {},
                                                        this);
    StartWrite(&request_);
    StartCall();
    written_.get_future().wait();
  }

  void Cancel() { context_.TryCancel(); }
  grpc::Status Wait() { return status_.get_future().get(); }

 private:
  void OnWriteDone(bool /*ok*/) override { written_.set_value(); }
  void OnDone(const grpc::Status& status) override {
    status_.set_value(status);
  }

  Context context_;
  const grpc::Slice slice_{std::string()};
  const grpc::ByteBuffer request_{&slice_, 1};
  std::promise<void> written_;
  std::promise<grpc::Status> status_;
};

TEST_F(ClnGrpcServerTest, ARequestWhoseClientIsGoneIsNotCarriedOut) {
  for (int i = 0; i < 20; ++i) {
    HalfCall half(channel_, "/cln.Node/ListPeers");
    // Takes the same connection: once it is answered, the gateway has got the
    // request before it. One that is cancelled on its way proves nothing.
    EXPECT_TRUE(Getinfo().ok());
    half.Cancel();
    EXPECT_THAT(half.Wait(), HasCode(StatusCode::kCancelled));
  }
  EXPECT_TRUE(Getinfo().ok());
  // Not even one: when the cancellation ends gRPC's wait for more of a request,
  // gRPC says that the call is cancelled.
  EXPECT_THAT(node_.requests(), testing::Each(HasSubstr("getinfo")));
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

}  // namespace
