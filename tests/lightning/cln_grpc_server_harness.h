// SPDX-License-Identifier: Apache-2.0
//
// What the tests of the gateway share: one in front of a node, and calls of it.

#ifndef TESTS_LIGHTNING_CLN_GRPC_SERVER_HARNESS_H_
#define TESTS_LIGHTNING_CLN_GRPC_SERVER_HARNESS_H_

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "cln/node.grpc.pb.h"
#include "cln_grpc_server.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "tests/harness.h"
#include "tests/lightning/fake_lightningd.h"
#include "tests/lightning/gateway_harness.h"

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
    harness::Context context;
    cln::GetinfoResponse response;
    return stub_->Getinfo(&context, {}, &response);
  }

  grpc::Status Invoice(const std::string& label) {
    harness::Context context;
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
  harness::Context context_;
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

  harness::Context context_;
  std::vector<grpc::ByteBuffer> requests_;
  size_t sent_ = 0;
  grpc::ByteBuffer reply_;
  std::promise<grpc::Status> status_;
};

#endif  // TESTS_LIGHTNING_CLN_GRPC_SERVER_HARNESS_H_
