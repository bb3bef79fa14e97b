// SPDX-License-Identifier: Apache-2.0
//
// The server's interceptors before services of other kinds than its own.

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "helloworld.grpc.pb.h"
#include "interceptors_client.h"
#include "interceptors_server.h"
#include "support/journal.h"
#include "tests/feature_harness.h"
#include "tests/features/interceptors_harness.h"
#include "tests/harness.h"

namespace {

using testing::ElementsAre;

class Synchronous final : public helloworld::Greeter::Service {
  grpc::Status SayHello(grpc::ServerContext* /*context*/,
                        const helloworld::HelloRequest* request,
                        helloworld::HelloReply* reply) override {
    reply->set_message(absl::StrCat("Hi, ", request->name(), "!"));
    return grpc::Status::OK;
  }
};

TEST(ServerInterceptors, DoTheSameForASynchronousService) {
  Synchronous service;
  Intercepted server(service, {kSayHello});
  support::Journal log;
  InterceptorsClient client(ChannelWithInterceptors(server.address, log));
  EXPECT_EQ(client.SayHello("Ada").value_or(""), "Hi, Ada!");
  EXPECT_THAT(client.SayHello("Mallory"),
              harness::HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(
      harness::LinesOf(server.journal),
      ElementsAre("last: \"/helloworld.Greeter/SayHello\" from \"story\"",
                  "first: \"/helloworld.Greeter/SayHello\" from \"story\"",
                  "first: OK goes out", "stats: calls 1, failed 0",
                  "last: OK goes out",
                  "last: \"/helloworld.Greeter/SayHello\" from \"story\"",
                  "first: \"/helloworld.Greeter/SayHello\" from \"story\"",
                  "first: OK goes out", "stats: calls 2, failed 1",
                  "last: PERMISSION_DENIED goes out"));
}

// Says everything twice.
class Echo final : public hello::Hello::Service {
  grpc::Status biHello(
      grpc::ServerContext* /*context*/,
      grpc::ServerReaderWriter<hello::HelloReply, hello::HelloRequest>* stream)
      override {
    hello::HelloRequest request;
    hello::HelloReply reply;
    while (stream->Read(&request)) {
      reply.set_message(request.name());
      if (!stream->Write(reply) || !stream->Write(reply)) break;
    }
    return grpc::Status::OK;
  }
};

TEST(ServerInterceptors, SeeAStreamAsOneCall) {
  Echo echo;
  Intercepted server(echo, {"/hello.Hello/biHello"});
  support::Journal log;
  const auto stub =
      hello::Hello::NewStub(ChannelWithInterceptors(server.address, log));
  harness::Context context;
  const auto stream = stub->biHello(&context);
  hello::HelloRequest request;
  hello::HelloReply reply;
  for (const std::string name : {"Mallory", "Bo"}) {
    request.set_name(name);
    EXPECT_TRUE(stream->Write(request));
    for (int i = 0; i < 2; ++i) {
      EXPECT_TRUE(stream->Read(&reply));
      EXPECT_EQ(reply.message(), name);
    }
  }
  EXPECT_TRUE(stream->WritesDone());
  EXPECT_FALSE(stream->Read(&reply));
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_THAT(harness::LinesOf(log),
              ElementsAre("first: /hello.Hello/biHello goes out",
                          "last: /hello.Hello/biHello goes out",
                          "last: /hello.Hello/biHello is back: OK",
                          "first: /hello.Hello/biHello is back: OK"));
  EXPECT_THAT(harness::LinesOf(server.journal),
              ElementsAre("last: \"/hello.Hello/biHello\" from \"story\"",
                          "first: \"/hello.Hello/biHello\" from \"story\"",
                          "first: OK goes out", "stats: calls 1, failed 0",
                          "last: OK goes out"));
}

TEST(ServerInterceptors, SeeTheStatusOfACallThatTheClientHasCancelled) {
  Echo echo;
  Intercepted server(echo, {"/hello.Hello/biHello"});
  const auto stub = hello::Hello::NewStub(harness::ChannelTo(server.address));
  harness::Context context;
  const auto stream = stub->biHello(&context);
  EXPECT_EQ(server.journal.Next().value_or(""),
            "last: \"/hello.Hello/biHello\" from nobody");
  context.TryCancel();
  EXPECT_THAT(stream->Finish(), harness::HasCode(absl::StatusCode::kCancelled));
  EXPECT_EQ(server.journal.Next().value_or(""),
            "first: \"/hello.Hello/biHello\" from nobody");
  EXPECT_EQ(server.journal.Next().value_or(""), "first: OK goes out");
  EXPECT_EQ(server.journal.Next().value_or(""), "stats: calls 1, failed 0");
  EXPECT_EQ(server.journal.Next().value_or(""), "last: OK goes out");
}

}  // namespace
