// SPDX-License-Identifier: Apache-2.0
//
// The callback API: a call is started with a function, which gRPC calls when
// the call is over, on a thread of its own.

#include "absl/synchronization/blocking_counter.h"
#include "styles.h"

Outcomes CallWithCallbacks(helloworld::Greeter::Stub& stub,
                           const Crowd& crowd) {
  Outcomes outcomes(crowd.calls);
  absl::BlockingCounter open(crowd.calls);
  for (int i = 0; i < crowd.calls; ++i) {
    auto* const call = new CrowdCall(crowd, i);
    stub.async()->SayHello(
        &call->context, &call->request, &call->reply,
        [call, i, &outcomes, &open](const grpc::Status& status) {
          outcomes[i] = call->Outcome(status);
          // The call's context keeps the channel alive, and must be gone
          // before the caller goes on: futures.cc says why.
          delete call;
          open.DecrementCount();
        });
  }

  open.Wait();
  return outcomes;
}
