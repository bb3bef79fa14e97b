// SPDX-License-Identifier: Apache-2.0
//
// Coroutines: a call reads like a synchronous one, and holds no thread while it
// waits. They are made of the callback API: see examples/coroutine.

#include "coroutine/client.h"
#include "coroutine/task.h"
#include "styles.h"

namespace {

// Makes the calls from `first` up to `last`, all at once. Both runs two tasks,
// so the range is halved until one call is left.
coroutine::Task<void> Call(helloworld::Greeter::Stub& stub, const Crowd& crowd,
                           int first, int last, Outcomes& outcomes) {
  if (last - first > 1) {
    const int middle = first + (last - first) / 2;
    co_await coroutine::Both(Call(stub, crowd, first, middle, outcomes),
                             Call(stub, crowd, middle, last, outcomes));
    co_return;
  }
  CrowdCall call(crowd, first);
  coroutine::ClientUnary reactor;
  stub.async()->SayHello(&call.context, &call.request, &call.reply, &reactor);
  const grpc::Status status = co_await reactor.Finish();
  outcomes[first] = call.Outcome(status);
}

}  // namespace

Outcomes CallWithCoroutines(helloworld::Greeter::Stub& stub,
                            const Crowd& crowd) {
  Outcomes outcomes(crowd.calls);
  coroutine::SyncWait(Call(stub, crowd, 0, crowd.calls, outcomes));
  return outcomes;
}
