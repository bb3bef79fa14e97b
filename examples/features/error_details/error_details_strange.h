// SPDX-License-Identifier: Apache-2.0
//
// Errors as they may come from servers that others have written.

#ifndef EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_STRANGE_H_
#define EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_STRANGE_H_

#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"
#include "support/journal.h"

// Not to be copied: never greets. gRPC calls the method on a few threads that
// all calls share, several at a time.
class ErrorDetailsStrange final : public helloworld::Greeter::CallbackService {
 public:
  // `journal` must outlive the service.
  explicit ErrorDetailsStrange(support::Journal& journal) : journal_(journal) {}

  // Fails in the way that the name says:
  //   none       NOT_FOUND without details
  //   unknown    ABORTED with a detail that few know, and with a BadRequest
  //   malformed  ABORTED with bytes that are no google.rpc.Status
  //   other      ABORTED with the details of a NOT_FOUND
  // or, if it is another one, ABORTED with a detail that has all of the name.
  grpc::ServerUnaryReactor* SayHello(grpc::CallbackServerContext* context,
                                     const helloworld::HelloRequest* request,
                                     helloworld::HelloReply* reply) override;

 private:
  support::Journal& journal_;
};

#endif  // EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_STRANGE_H_
