// SPDX-License-Identifier: Apache-2.0
//
// What the completion-queue API leaves to a server: a thread that takes tags
// out of a queue, and calls which go on when theirs comes out.

#ifndef EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_ASYNC_WORKER_H_
#define EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_ASYNC_WORKER_H_

#include <future>
#include <memory>
#include <mutex>
#include <thread>

#include "grpcpp/grpcpp.h"
#include "guide.h"
#include "route_guide.grpc.pb.h"

// A queue, the thread that takes the tags out of it, and the calls which that
// thread serves. They are nobody else's, so they need no lock.
class RouteGuideAsyncWorker {
 public:
  class Call;

  // `service`, `guide` and the server of `queue` must outlive the calls.
  RouteGuideAsyncWorker(routeguide::RouteGuide::AsyncService& service,
                        Guide& guide,
                        std::unique_ptr<grpc::ServerCompletionQueue> queue);

  // Returns when each call has ended, so shut the server down first.
  ~RouteGuideAsyncWorker();

  // Serves calls from now on. The server must have started.
  void Start();

  // Asks for no more calls. Shut the server down only after this: a Request
  // that is made at that moment can get lost in gRPC, and never come back.
  void Stop();

 private:
  // Makes a Request for a call.
  template <typename MethodCall>
  void Ask();

  // Lets the calls go on until the queue is shut down, and empty.
  void Drain();

  routeguide::RouteGuide::AsyncService& service_;
  Guide& guide_;
  const std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  std::mutex mutex_;
  bool stopping_ = false;         // Guarded by mutex_.
  int calls_ = 0;                 // How many there are. The thread's.
  std::promise<void> all_ended_;  // Set when the last one has gone.
  std::thread thread_;            // The last member, for it uses the others.
};

// One call, from the Request for it until its status is sent. It is the tag of
// its operations, of which one is always under way. When that is over, the call
// starts the next one, or deletes itself if there is none: create it with new.
//
// A slow client keeps its call in the state that it is in, and no thread. A
// fast one cannot keep the thread from others: even an operation that is over
// at once goes to the end of the queue.
class RouteGuideAsyncWorker::Call {
 public:
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  // The operation is over, and has done what it should if `ok`. Must not block:
  // all other calls of the worker wait for it.
  virtual void Proceed(bool ok) = 0;

 protected:
  explicit Call(RouteGuideAsyncWorker& worker) : worker_(worker) {
    ++worker_.calls_;
  }
  virtual ~Call() { --worker_.calls_; }

  // Makes a Request for the next call of a kind: a Request brings one.
  template <typename MethodCall>
  void AskForNext() {
    worker_.Ask<MethodCall>();
  }

  routeguide::RouteGuide::AsyncService& service() { return worker_.service_; }
  Guide& guide() { return worker_.guide_; }
  grpc::ServerCompletionQueue* queue() { return worker_.queue_.get(); }
  // Drain gets a void* back, and must know of which class it was.
  Call* tag() { return this; }

 private:
  RouteGuideAsyncWorker& worker_;
};

template <typename MethodCall>
void RouteGuideAsyncWorker::Ask() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!stopping_) new MethodCall(*this);
}

#endif  // EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_ASYNC_WORKER_H_
