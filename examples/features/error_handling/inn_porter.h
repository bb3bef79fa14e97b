// SPDX-License-Identifier: Apache-2.0
//
// How a method should not fail, and one that is not there.

#ifndef EXAMPLES_FEATURES_ERROR_HANDLING_INN_PORTER_H_
#define EXAMPLES_FEATURES_ERROR_HANDLING_INN_PORTER_H_

#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"

// A synchronous service: there, gRPC catches what a method throws. Of the
// Greeter's two methods it has one. Thread-safe.
class InnPorter final : public helloworld::Greeter::Service {
 public:
  // Carries the bags to the room whose number is in `request->name()`. As it
  // should not be: throws if that is no number.
  grpc::Status SayHello(grpc::ServerContext* context,
                        const helloworld::HelloRequest* request,
                        helloworld::HelloReply* reply) override;
};

#endif  // EXAMPLES_FEATURES_ERROR_HANDLING_INN_PORTER_H_
