// SPDX-License-Identifier: Apache-2.0

#include "greeter_async_worker.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"

// One call, from the Request for it until its reply is sent. It is the tag of
// its operations, of which one is always under way. When there is no other to
// start, the call deletes itself.
class GreeterAsyncWorker::Call {
 public:
  explicit Call(GreeterAsyncWorker& worker) : worker_(worker) {
    ++worker_.calls_;
  }
  virtual ~Call() { --worker_.calls_; }

  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  // The operation is over, and has done what it should if `ok`.
  virtual void Proceed(bool ok) = 0;

 protected:
  // What the operation under way is.
  enum class Step { kRequest, kFinish };

  // Drain gets a void* back, and must know of which class it was.
  Call* tag() { return this; }
  GreeterAsyncWorker& worker() { return worker_; }

 private:
  GreeterAsyncWorker& worker_;
};

class GreeterAsyncWorker::SayHelloCall final : public Call {
 public:
  explicit SayHelloCall(GreeterAsyncWorker& to) : Call(to) {
    // The first queue is for the call's operations and the second for its
    // arrival: here the same.
    to.service_.RequestSayHello(&context_, &request_, &responder_,
                                to.queue_.get(), to.queue_.get(), tag());
  }

  void Proceed(bool ok) override {
    // A Request fails when the server shuts down, and a Finish when the client
    // has gone. Then, and when the reply is sent, nothing is left to do.
    if (!ok || step_ == Step::kFinish) {
      delete this;
      return;
    }
    worker().Ask<SayHelloCall>();  // For the next: a Request brings one call.
    helloworld::HelloReply reply;
    reply.set_message(absl::StrCat("Hello, ", request_.name(), "!"));
    step_ = Step::kFinish;
    responder_.Finish(reply, grpc::Status::OK, tag());
  }

 private:
  Step step_ = Step::kRequest;
  grpc::ServerContext context_;
  helloworld::HelloRequest request_;
  grpc::ServerAsyncResponseWriter<helloworld::HelloReply> responder_{&context_};
};

class GreeterAsyncWorker::SayHelloAgainCall final : public Call {
 public:
  explicit SayHelloAgainCall(GreeterAsyncWorker& to) : Call(to) {
    to.service_.RequestSayHelloAgain(&context_, &request_, &responder_,
                                     to.queue_.get(), to.queue_.get(), tag());
  }

  void Proceed(bool ok) override {
    if (!ok || step_ == Step::kFinish) {
      delete this;
      return;
    }
    worker().Ask<SayHelloAgainCall>();
    helloworld::HelloReply reply;
    reply.set_message(absl::StrCat("Hello again, ", request_.name(), "!"));
    step_ = Step::kFinish;
    responder_.Finish(reply, grpc::Status::OK, tag());
  }

 private:
  Step step_ = Step::kRequest;
  grpc::ServerContext context_;
  helloworld::HelloRequest request_;
  grpc::ServerAsyncResponseWriter<helloworld::HelloReply> responder_{&context_};
};

GreeterAsyncWorker::GreeterAsyncWorker(
    helloworld::Greeter::AsyncService& service,
    std::unique_ptr<grpc::ServerCompletionQueue> queue)
    : service_(service), queue_(std::move(queue)) {}

void GreeterAsyncWorker::Start() {
  Ask<SayHelloCall>();
  Ask<SayHelloAgainCall>();
  thread_ = std::thread([this] { Drain(); });
}

template <typename MethodCall>
void GreeterAsyncWorker::Ask() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!stopping_) new MethodCall(*this);
}

void GreeterAsyncWorker::Stop() {
  const std::lock_guard<std::mutex> lock(mutex_);
  stopping_ = true;
}

void GreeterAsyncWorker::Drain() {
  void* tag = nullptr;
  bool ok = false;
  while (queue_->Next(&tag, &ok)) {
    static_cast<Call*>(tag)->Proceed(ok);
    // Until the worker stops, each call that comes is replaced by a Request for
    // another. So there are none only at the end, and no tag comes after this.
    if (calls_ == 0) all_ended_.set_value();
  }
}

GreeterAsyncWorker::~GreeterAsyncWorker() {
  // gRPC aborts if an operation is started on a queue that is shut down, so
  // first there must be no call left that could start one.
  if (thread_.joinable()) all_ended_.get_future().wait();
  queue_->Shutdown();
  if (thread_.joinable()) {
    thread_.join();
  } else {
    Drain();  // The server did not start. A queue is emptied all the same.
  }
}
