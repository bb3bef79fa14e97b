// SPDX-License-Identifier: Apache-2.0
//
// A client interceptor that answers a call itself, without a server.

#ifndef EXAMPLES_FEATURES_INTERCEPTORS_CLIENT_CACHE_INTERCEPTOR_H_
#define EXAMPLES_FEATURES_INTERCEPTORS_CLIENT_CACHE_INTERCEPTOR_H_

#include <optional>
#include <string>

#include "grpcpp/support/client_interceptor.h"
#include "helloworld.pb.h"
#include "reply_cache.h"

// One for each call of /helloworld.Greeter/SayHello.
class ClientCacheInterceptor final : public grpc::experimental::Interceptor {
 public:
  // `cache` must outlive the call.
  explicit ClientCacheInterceptor(ReplyCache& cache) : cache_(cache) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* batch) override;

 private:
  // True if the batch begins a call whose answer is known.
  bool Knows(grpc::experimental::InterceptorBatchMethods& batch);
  void Answer(grpc::experimental::InterceptorBatchMethods& batch) const;
  void Keep(grpc::experimental::InterceptorBatchMethods& batch);

  ReplyCache& cache_;
  std::optional<std::string> name_;  // Of the request, once it was seen.
  // A copy: others may throw the cache's own out while this call goes on.
  std::optional<helloworld::HelloReply> known_;
};

// Thread-safe. The channel keeps it, and with it the cache, which all calls of
// the channel share. They must be made by the generated stub: what a generic
// stub sends are bytes, and nothing tells an interceptor so.
class ClientCacheInterceptorFactory final
    : public grpc::experimental::ClientInterceptorFactoryInterface {
 public:
  // Null for other methods: their calls have no such interceptor.
  grpc::experimental::Interceptor* CreateClientInterceptor(
      grpc::experimental::ClientRpcInfo* info) override;

 private:
  // Outlives the calls: each of them holds on to the channel.
  ReplyCache cache_;
};

#endif  // EXAMPLES_FEATURES_INTERCEPTORS_CLIENT_CACHE_INTERCEPTOR_H_
