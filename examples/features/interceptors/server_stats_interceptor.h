// SPDX-License-Identifier: Apache-2.0
//
// A server interceptor that counts and times each method.

#ifndef EXAMPLES_FEATURES_INTERCEPTORS_SERVER_STATS_INTERCEPTOR_H_
#define EXAMPLES_FEATURES_INTERCEPTORS_SERVER_STATS_INTERCEPTOR_H_

#include <chrono>
#include <string>
#include <utility>

#include "grpcpp/support/server_interceptor.h"
#include "method_stats.h"
#include "support/journal.h"

// One for each call. Counts it when the method has ended it, and takes the time
// from the call's arrival until then.
class ServerStatsInterceptor final : public grpc::experimental::Interceptor {
 public:
  // `stats` and `log` must outlive the server.
  ServerStatsInterceptor(std::string method, MethodStats& stats,
                         support::Journal& log)
      : method_(std::move(method)), stats_(stats), log_(log) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* batch) override;

 private:
  const std::string method_;
  MethodStats& stats_;
  support::Journal& log_;
  // Not the time of day, which may be set back.
  const std::chrono::steady_clock::time_point began_ =
      std::chrono::steady_clock::now();
};

// Thread-safe.
class ServerStatsInterceptorFactory final
    : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  // Both must outlive the server.
  ServerStatsInterceptorFactory(MethodStats& stats, support::Journal& log)
      : stats_(stats), log_(log) {}

  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override {
    return new ServerStatsInterceptor(info->method(), stats_, log_);
  }

 private:
  MethodStats& stats_;
  support::Journal& log_;
};

#endif  // EXAMPLES_FEATURES_INTERCEPTORS_SERVER_STATS_INTERCEPTOR_H_
