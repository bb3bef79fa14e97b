// SPDX-License-Identifier: Apache-2.0
//
// The completion queue: a call is started with a tag, and when it is over the
// tag comes out of the queue, on a thread of ours.

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "styles.h"

namespace {

struct QueuedCall : CrowdCall {
  using CrowdCall::CrowdCall;
  grpc::Status status;
  std::unique_ptr<grpc::ClientAsyncResponseReader<helloworld::HelloReply>>
      reader;
  absl::StatusOr<std::string> outcome;
};

// Takes calls out of the queue until it is shut down and empty.
void Drain(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  while (queue.Next(&tag, &ok)) {
    auto* const call = static_cast<QueuedCall*>(tag);
    // A failed call is ok as well, and its status tells why. Not ok is a reply
    // that cannot be read, and then the status may be the server's OK.
    if (!ok && call->status.ok()) {
      call->status =
          grpc::Status(grpc::StatusCode::INTERNAL, "the reply cannot be read");
    }
    call->outcome = call->Outcome(call->status);
  }
}

}  // namespace

Outcomes CallWithCompletionQueue(helloworld::Greeter::Stub& stub,
                                 const Crowd& crowd) {
  grpc::CompletionQueue queue;
  std::thread drain([&queue, &crowd] {
    const CountedThread counted(crowd.threads);
    Drain(queue);
  });

  std::vector<std::unique_ptr<QueuedCall>> calls;
  for (int i = 0; i < crowd.calls; ++i) {
    auto& call = calls.emplace_back(std::make_unique<QueuedCall>(crowd, i));
    call->reader =
        stub.PrepareAsyncSayHello(&call->context, call->request, &queue);
    call->reader->StartCall();
    call->reader->Finish(&call->reply, &call->status, call.get());
  }

  queue.Shutdown();  // Takes no more calls. Those that were started come out.
  drain.join();
  Outcomes outcomes;
  for (const auto& call : calls) outcomes.push_back(call->outcome);
  return outcomes;
}
