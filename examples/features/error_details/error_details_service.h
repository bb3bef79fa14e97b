// SPDX-License-Identifier: Apache-2.0
//
// A service whose errors a program can act on.

#ifndef EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_SERVICE_H_
#define EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_SERVICE_H_

#include "error_details_quota.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "support/journal.h"

// Greets. gRPC calls the method on a few threads that all calls share, several
// at a time.
class ErrorDetailsService final : public hello::Hello::CallbackService {
 public:
  // `journal` must outlive the service.
  explicit ErrorDetailsService(support::Journal& journal) : journal_(journal) {}

  // INVALID_ARGUMENT with a BadRequest that names all fields that are not of 1
  // to 64 bytes. RESOURCE_EXHAUSTED with a QuotaFailure and a RetryInfo if no
  // greeting is ready.
  grpc::ServerUnaryReactor* hello(grpc::CallbackServerContext* context,
                                  const hello::HelloRequest* request,
                                  hello::HelloReply* reply) override;

 private:
  grpc::Status Greet(const hello::HelloRequest& request,
                     hello::HelloReply& reply);

  support::Journal& journal_;
  ErrorDetailsQuota quota_;
};

#endif  // EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_SERVICE_H_
