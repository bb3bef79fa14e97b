// SPDX-License-Identifier: Apache-2.0
//
// A stub that asks no server.

#ifndef EXAMPLES_FEATURES_TESTING_SCRIPTED_STUB_H_
#define EXAMPLES_FEATURES_TESTING_SCRIPTED_STUB_H_

#include <deque>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"

// Answers each SayHello with the next of its answers. Only for the synchronous
// API, and for one thread.
class ScriptedStub final : public helloworld::Greeter::StubInterface {
 public:
  // An answer is a greeting, or the status of a failed call.
  explicit ScriptedStub(std::deque<absl::StatusOr<std::string>> answers)
      : answers_(std::move(answers)) {}

  // How often it was called.
  int calls() const { return calls_; }

  // INTERNAL when there is no answer left.
  grpc::Status SayHello(grpc::ClientContext* context,
                        const helloworld::HelloRequest& request,
                        helloworld::HelloReply* reply) override;

  // UNIMPLEMENTED.
  grpc::Status SayHelloAgain(grpc::ClientContext* context,
                             const helloworld::HelloRequest& request,
                             helloworld::HelloReply* reply) override;

 private:
  // What the completion-queue API would call; nobody does here.
  using Reader =
      grpc::ClientAsyncResponseReaderInterface<helloworld::HelloReply>;
  Reader* AsyncSayHelloRaw(grpc::ClientContext*,
                           const helloworld::HelloRequest&,
                           grpc::CompletionQueue*) override {
    return nullptr;
  }
  Reader* PrepareAsyncSayHelloRaw(grpc::ClientContext*,
                                  const helloworld::HelloRequest&,
                                  grpc::CompletionQueue*) override {
    return nullptr;
  }
  Reader* AsyncSayHelloAgainRaw(grpc::ClientContext*,
                                const helloworld::HelloRequest&,
                                grpc::CompletionQueue*) override {
    return nullptr;
  }
  Reader* PrepareAsyncSayHelloAgainRaw(grpc::ClientContext*,
                                       const helloworld::HelloRequest&,
                                       grpc::CompletionQueue*) override {
    return nullptr;
  }

  std::deque<absl::StatusOr<std::string>> answers_;
  int calls_ = 0;
};

#endif  // EXAMPLES_FEATURES_TESTING_SCRIPTED_STUB_H_
