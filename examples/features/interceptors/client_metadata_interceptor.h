// SPDX-License-Identifier: Apache-2.0
//
// A client interceptor that adds metadata to each call.

#ifndef EXAMPLES_FEATURES_INTERCEPTORS_CLIENT_METADATA_INTERCEPTOR_H_
#define EXAMPLES_FEATURES_INTERCEPTORS_CLIENT_METADATA_INTERCEPTOR_H_

#include <string>
#include <utility>

#include "grpcpp/support/client_interceptor.h"

// One for each call.
class ClientMetadataInterceptor final : public grpc::experimental::Interceptor {
 public:
  ClientMetadataInterceptor(std::string key, std::string value)
      : key_(std::move(key)), value_(std::move(value)) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* batch) override;

 private:
  const std::string key_;
  const std::string value_;
};

// Thread-safe. The channel keeps it.
class ClientMetadataInterceptorFactory final
    : public grpc::experimental::ClientInterceptorFactoryInterface {
 public:
  // `key` is in lower case, and `value` printable ASCII: gRPC 1.51 ends the
  // process if they are not.
  ClientMetadataInterceptorFactory(std::string key, std::string value)
      : key_(std::move(key)), value_(std::move(value)) {}

  grpc::experimental::Interceptor* CreateClientInterceptor(
      grpc::experimental::ClientRpcInfo* /*info*/) override {
    return new ClientMetadataInterceptor(key_, value_);
  }

 private:
  const std::string key_;
  const std::string value_;
};

#endif  // EXAMPLES_FEATURES_INTERCEPTORS_CLIENT_METADATA_INTERCEPTOR_H_
