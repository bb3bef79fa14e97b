// SPDX-License-Identifier: Apache-2.0
//
// A server interceptor that notes each call, coming in and going out.

#ifndef EXAMPLES_FEATURES_INTERCEPTORS_SERVER_LOG_INTERCEPTOR_H_
#define EXAMPLES_FEATURES_INTERCEPTORS_SERVER_LOG_INTERCEPTOR_H_

#include <string>
#include <utility>

#include "grpcpp/support/server_interceptor.h"
#include "support/journal.h"

// One for each call. gRPC calls Intercept on threads that other calls need: it
// must not block.
class ServerLogInterceptor final : public grpc::experimental::Interceptor {
 public:
  // `label` is put before each line. `log` must outlive the server.
  ServerLogInterceptor(std::string label, std::string method,
                       support::Journal& log)
      : label_(std::move(label)), method_(std::move(method)), log_(log) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* batch) override;

 private:
  const std::string label_;
  const std::string method_;
  support::Journal& log_;
};

// Given to a server, which asks it for an interceptor for each call.
// Thread-safe.
class ServerLogInterceptorFactory final
    : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  // `log` must outlive the server.
  ServerLogInterceptorFactory(std::string label, support::Journal& log)
      : label_(std::move(label)), log_(log) {}

  // gRPC deletes what is returned.
  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override {
    return new ServerLogInterceptor(label_, info->method(), log_);
  }

 private:
  const std::string label_;
  support::Journal& log_;
};

#endif  // EXAMPLES_FEATURES_INTERCEPTORS_SERVER_LOG_INTERCEPTOR_H_
