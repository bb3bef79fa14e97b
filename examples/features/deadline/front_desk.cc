// SPDX-License-Identifier: Apache-2.0

#include "front_desk.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "time_left.h"

grpc::ServerUnaryReactor* FrontDesk::SayHello(
    grpc::CallbackServerContext* context,
    const helloworld::HelloRequest* request, helloworld::HelloReply* reply) {
  // A context for a call that is made on behalf of this one.
  return Order(grpc::ClientContext::FromCallbackServerContext(*context),
               context, request, reply);
}

grpc::ServerUnaryReactor* FrontDesk::SayHelloAgain(
    grpc::CallbackServerContext* context,
    const helloworld::HelloRequest* request, helloworld::HelloReply* reply) {
  // A context that knows nothing of this call.
  auto to_workshop = std::make_unique<grpc::ClientContext>();
  to_workshop->set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(1)));
  return Order(std::move(to_workshop), context, request, reply);
}

grpc::ServerUnaryReactor* FrontDesk::Order(
    std::unique_ptr<grpc::ClientContext> to_workshop,
    grpc::CallbackServerContext* context,
    const helloworld::HelloRequest* request, helloworld::HelloReply* reply) {
  journal_.Write(absl::StrCat("desk: ", TimeLeft(*context)));
  // It belongs to the call, as do context, request and reply: all are there
  // until Finish.
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  grpc::ClientContext* const ours = to_workshop.get();
  workshop_->async()->SayHello(
      ours, request, reply,
      [this, context, reactor,
       to_workshop = std::shared_ptr(std::move(to_workshop))](
          const grpc::Status& status) mutable {
        journal_.Write(!status.ok()             ? "desk: has no answer"
                       : context->IsCancelled() ? "desk: nobody waits any more"
                                                : "desk: answers");
        // It holds the channel too, and the desk may be gone after Finish. The
        // last channel must not go on gRPC's own thread: 1.51 crashes.
        to_workshop.reset();
        reactor->Finish(status);
      });
  return reactor;
}
