// SPDX-License-Identifier: Apache-2.0
//
// A Hello service whose methods are coroutines, which each test makes up, and
// what the tests of examples/coroutine say to it.

#ifndef TESTS_COROUTINE_HARNESS_H_
#define TESTS_COROUTINE_HARNESS_H_

#include <functional>
#include <future>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "coroutine/client.h"
#include "coroutine/server.h"
#include "coroutine/task.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "tests/harness.h"

// The bodies are a test's. A lambda that is a coroutine must outlive its calls,
// and these do.
class CoroutineService final : public hello::Hello::CallbackService {
 public:
  using Reader = coroutine::ServerReader<hello::HelloRequest>;
  using Writer = coroutine::ServerWriter<hello::HelloReply>;
  using Stream =
      coroutine::ServerStream<hello::HelloRequest, hello::HelloReply>;

  std::function<coroutine::Task<grpc::Status>(const hello::HelloRequest&,
                                              hello::HelloReply*)>
      unary;
  std::function<coroutine::Task<grpc::Status>(Writer&,
                                              const hello::HelloRequest&)>
      writer;
  std::function<coroutine::Task<grpc::Status>(Reader&, hello::DelayedReply*)>
      reader;
  std::function<coroutine::Task<grpc::Status>(Stream&)> stream;

 private:
  grpc::ServerUnaryReactor* hello(grpc::CallbackServerContext* context,
                                  const hello::HelloRequest* request,
                                  hello::HelloReply* reply) override {
    auto* const call = new coroutine::ServerUnary(context);
    call->Start(unary(*request, reply));
    return call;
  }

  grpc::ServerWriteReactor<hello::HelloReply>* parrotHello(
      grpc::CallbackServerContext* context,
      const hello::HelloRequest* request) override {
    auto* const call = new Writer(context);
    call->Start(writer(*call, *request));
    return call;
  }

  grpc::ServerReadReactor<hello::HelloRequest>* clientHello(
      grpc::CallbackServerContext* context,
      hello::DelayedReply* reply) override {
    auto* const call = new Reader(context);
    call->Start(reader(*call, reply));
    return call;
  }

  grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply>* biHello(
      grpc::CallbackServerContext* context) override {
    auto* const call = new Stream(context);
    call->Start(stream(*call));
    return call;
  }
};

class CoroutineTest : public testing::Test {
 protected:
  CoroutineService service_;  // Outlives server_.
  std::promise<void> standing_;
  std::promise<void> gone_;
  bool went_on_ = false;
  std::unique_ptr<harness::FakeServer> server_ =
      std::make_unique<harness::FakeServer>(service_);
  hello::Hello::Stub stub_{harness::ChannelTo(server_->address())};
  harness::Context context_;
};

inline hello::HelloRequest Request(const std::string& name) {
  hello::HelloRequest request;
  request.set_name(name);
  return request;
}

inline hello::HelloReply Reply(const std::string& message) {
  hello::HelloReply reply;
  reply.set_message(message);
  return reply;
}

// Sends each request back.
inline coroutine::Task<grpc::Status> Echo(CoroutineService::Stream& stream) {
  hello::HelloRequest request;
  while (co_await stream.Read(&request)) {
    co_await stream.Write(Reply(request.name()));
  }
  co_return grpc::Status::OK;
}

// Two coroutines for one call at the client: they write and read numbers.
using HelloStream =
    coroutine::ClientStream<hello::HelloRequest, hello::HelloReply>;

inline coroutine::Task<bool> WriteMany(HelloStream& stream, int many) {
  for (int i = 0; i < many; ++i) {
    if (!co_await stream.Write(Request(absl::StrCat(i)))) co_return false;
  }
  co_return co_await stream.WritesDone();
}

inline coroutine::Task<int> ReadMany(HelloStream& stream) {
  hello::HelloReply reply;
  int right = 0;
  while (co_await stream.Read(&reply)) {
    right += reply.message() == absl::StrCat(right) ? 1 : 0;
  }
  co_return right;
}

#endif  // TESTS_COROUTINE_HARNESS_H_
