// SPDX-License-Identifier: Apache-2.0

#include "client_cache_interceptor.h"

#include "absl/strings/string_view.h"
#include "grpcpp/grpcpp.h"

using HookPoint = grpc::experimental::InterceptionHookPoints;

grpc::experimental::Interceptor*
ClientCacheInterceptorFactory::CreateClientInterceptor(
    grpc::experimental::ClientRpcInfo* info) {
  // Messages come without their types. They are known by the method.
  if (absl::string_view(info->method()) != "/helloworld.Greeter/SayHello") {
    return nullptr;
  }
  return new ClientCacheInterceptor(cache_);
}

void ClientCacheInterceptor::Intercept(
    grpc::experimental::InterceptorBatchMethods* batch) {
  if (Knows(*batch)) {
    // The call goes no further. gRPC comes back with PRE_RECV hook points, and
    // wants to be told what was received.
    batch->Hijack();
    return;
  }
  if (known_) {
    Answer(*batch);
  } else {
    Keep(*batch);
  }
  batch->Proceed();
}

bool ClientCacheInterceptor::Knows(
    grpc::experimental::InterceptorBatchMethods& batch) {
  // Only the batch that begins a call can be hijacked. That of a unary call has
  // the request as well.
  if (!batch.QueryInterceptionHookPoint(HookPoint::PRE_SEND_INITIAL_METADATA) ||
      !batch.QueryInterceptionHookPoint(HookPoint::PRE_SEND_MESSAGE)) {
    return false;
  }
  const auto* const request =
      static_cast<const helloworld::HelloRequest*>(batch.GetSendMessage());
  // The completion queue API has turned it into bytes already.
  if (request == nullptr) return false;
  name_ = request->name();
  known_ = cache_.Get(*name_, ReplyCache::Clock::now());
  return known_.has_value();
}

void ClientCacheInterceptor::Answer(
    grpc::experimental::InterceptorBatchMethods& batch) const {
  if (batch.QueryInterceptionHookPoint(HookPoint::PRE_RECV_MESSAGE)) {
    *static_cast<helloworld::HelloReply*>(batch.GetRecvMessage()) = *known_;
  }
  if (batch.QueryInterceptionHookPoint(HookPoint::PRE_RECV_STATUS)) {
    *batch.GetRecvStatus() = grpc::Status::OK;
  }
}

void ClientCacheInterceptor::Keep(
    grpc::experimental::InterceptorBatchMethods& batch) {
  if (!name_ ||
      !batch.QueryInterceptionHookPoint(HookPoint::POST_RECV_STATUS) ||
      !batch.GetRecvStatus()->ok()) {
    return;
  }
  const auto* const reply =
      static_cast<const helloworld::HelloReply*>(batch.GetRecvMessage());
  // A server may say OK and send no reply, or none that can be read.
  if (reply != nullptr) cache_.Put(*name_, *reply, ReplyCache::Clock::now());
}
