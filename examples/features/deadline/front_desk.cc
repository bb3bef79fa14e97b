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
  // The reactor belongs to the call, as do context, request and reply: all are
  // there until Finish.
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  grpc::ClientContext* const ours = to_workshop.get();
  workshop_->async()->SayHello(
      ours, request, reply,
      // Shared, because gRPC takes a std::function, which must be copyable.
      [this, context, reactor,
       to_workshop = std::shared_ptr(std::move(to_workshop))](
          const grpc::Status& status) mutable {
        journal_.Write(!status.ok()             ? "desk: has no answer"
                       : context->IsCancelled() ? "desk: nobody waits any more"
                                                : "desk: answers");
        // The context keeps the channel alive. It goes before Finish: after
        // that the desk may be destroyed, and the channel would then be
        // destroyed here, on a thread of gRPC's. gRPC 1.51 crashes at that.
        to_workshop.reset();
        reactor->Finish(status);
      });
  return reactor;
}
