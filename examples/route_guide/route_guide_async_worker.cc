// SPDX-License-Identifier: Apache-2.0

#include "route_guide_async_worker.h"

#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "route_guide_async_calls.h"

RouteGuideAsyncWorker::RouteGuideAsyncWorker(
    routeguide::RouteGuide::AsyncService& service, Guide& guide,
    std::unique_ptr<grpc::ServerCompletionQueue> queue)
    : service_(service), guide_(guide), queue_(std::move(queue)) {}

void RouteGuideAsyncWorker::Start() {
  Ask<GetFeatureCall>();
  Ask<ListFeaturesCall>();
  Ask<RecordRouteCall>();
  Ask<RouteChatCall>();
  thread_ = std::thread([this] { Drain(); });
}

void RouteGuideAsyncWorker::Stop() {
  const std::lock_guard<std::mutex> lock(mutex_);
  stopping_ = true;
}

void RouteGuideAsyncWorker::Drain() {
  void* tag = nullptr;
  bool ok = false;
  while (queue_->Next(&tag, &ok)) {
    static_cast<Call*>(tag)->Proceed(ok);
    // Until the worker stops, each call that comes is replaced by a Request for
    // another. So there are none only at the end, and no tag comes after this.
    if (calls_ == 0) all_ended_.set_value();
  }
}

RouteGuideAsyncWorker::~RouteGuideAsyncWorker() {
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
