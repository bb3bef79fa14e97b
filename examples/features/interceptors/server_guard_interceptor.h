// SPDX-License-Identifier: Apache-2.0
//
// A server interceptor that wants to refuse calls, and is too late for it.

#ifndef EXAMPLES_FEATURES_INTERCEPTORS_SERVER_GUARD_INTERCEPTOR_H_
#define EXAMPLES_FEATURES_INTERCEPTORS_SERVER_GUARD_INTERCEPTOR_H_

#include "grpcpp/support/server_interceptor.h"

// As it should not be. One for each call of /helloworld.Greeter/SayHello: if
// Mallory calls, the client gets PERMISSION_DENIED, but the method has been
// run.
class ServerGuardInterceptor final : public grpc::experimental::Interceptor {
 public:
  void Intercept(grpc::experimental::InterceptorBatchMethods* batch) override;

 private:
  bool unwelcome_ = false;
};

// Thread-safe.
class ServerGuardInterceptorFactory final
    : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  // Null for other methods: their calls have no such interceptor.
  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override;
};

#endif  // EXAMPLES_FEATURES_INTERCEPTORS_SERVER_GUARD_INTERCEPTOR_H_
