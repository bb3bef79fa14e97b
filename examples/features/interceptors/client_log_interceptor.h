// SPDX-License-Identifier: Apache-2.0
//
// A client interceptor that notes each call, going out and coming back.

#ifndef EXAMPLES_FEATURES_INTERCEPTORS_CLIENT_LOG_INTERCEPTOR_H_
#define EXAMPLES_FEATURES_INTERCEPTORS_CLIENT_LOG_INTERCEPTOR_H_

#include <string>
#include <utility>

#include "grpcpp/support/client_interceptor.h"
#include "support/journal.h"

// One for each call. gRPC calls Intercept for each batch of operations, on the
// thread that makes the call or on one of its own.
class ClientLogInterceptor final : public grpc::experimental::Interceptor {
 public:
  // `label` is put before each line. `log` must outlive the call.
  ClientLogInterceptor(std::string label, std::string method,
                       support::Journal& log)
      : label_(std::move(label)), method_(std::move(method)), log_(log) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* batch) override;

 private:
  const std::string label_;
  const std::string method_;
  support::Journal& log_;
};

// Given to a channel, which keeps it and asks it for an interceptor for each
// call. Thread-safe.
class ClientLogInterceptorFactory final
    : public grpc::experimental::ClientInterceptorFactoryInterface {
 public:
  // `log` must outlive the channel and its calls.
  ClientLogInterceptorFactory(std::string label, support::Journal& log)
      : label_(std::move(label)), log_(log) {}

  // gRPC deletes what is returned.
  grpc::experimental::Interceptor* CreateClientInterceptor(
      grpc::experimental::ClientRpcInfo* info) override {
    return new ClientLogInterceptor(label_, info->method(), log_);
  }

 private:
  const std::string label_;
  support::Journal& log_;
};

#endif  // EXAMPLES_FEATURES_INTERCEPTORS_CLIENT_LOG_INTERCEPTOR_H_
