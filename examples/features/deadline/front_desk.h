// SPDX-License-Identifier: Apache-2.0
//
// A server that needs another one to answer: how a deadline travels on, and
// what happens if it does not.

#ifndef EXAMPLES_FEATURES_DEADLINE_FRONT_DESK_H_
#define EXAMPLES_FEATURES_DEADLINE_FRONT_DESK_H_

#include <memory>

#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"
#include "support/journal.h"

// Takes orders and has the workshop carve them. gRPC calls the methods on a few
// threads that all calls share: they only start the call to the workshop. The
// workshop limits the orders that are open: one that it refuses ends here, too.
// So only for that moment more are open here than there.
class FrontDesk final : public helloworld::Greeter::CallbackService {
 public:
  // `journal` must outlive the service.
  FrontDesk(const std::shared_ptr<grpc::Channel>& workshop,
            support::Journal& journal)
      : workshop_(helloworld::Greeter::NewStub(workshop)), journal_(journal) {}

  // The workshop gets the deadline that the client has set, and hears of it
  // when the client cancels.
  grpc::ServerUnaryReactor* SayHello(grpc::CallbackServerContext* context,
                                     const helloworld::HelloRequest* request,
                                     helloworld::HelloReply* reply) override;

  // As it should not be: the workshop gets a minute, however long the client
  // waits.
  grpc::ServerUnaryReactor* SayHelloAgain(
      grpc::CallbackServerContext* context,
      const helloworld::HelloRequest* request,
      helloworld::HelloReply* reply) override;

 private:
  grpc::ServerUnaryReactor* Order(
      std::unique_ptr<grpc::ClientContext> to_workshop,
      grpc::CallbackServerContext* context,
      const helloworld::HelloRequest* request, helloworld::HelloReply* reply);

  const std::unique_ptr<helloworld::Greeter::Stub> workshop_;
  support::Journal& journal_;
};

#endif  // EXAMPLES_FEATURES_DEADLINE_FRONT_DESK_H_
