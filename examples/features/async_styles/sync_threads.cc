// SPDX-License-Identifier: Apache-2.0
//
// The synchronous API: a call returns when it is over, and its thread waits.
// As many calls at once need as many threads.

#include <thread>
#include <vector>

#include "styles.h"

Outcomes CallOnThreads(helloworld::Greeter::Stub& stub, const Crowd& crowd) {
  Outcomes outcomes(crowd.calls);
  // They are joined even if there is no thread to be had for the next call.
  std::vector<std::jthread> threads;
  for (int i = 0; i < crowd.calls; ++i) {
    threads.emplace_back([&stub, &crowd, &outcomes, i] {
      const CountedThread counted(crowd.threads);
      CrowdCall call(crowd, i);
      const grpc::Status status =
          stub.SayHello(&call.context, call.request, &call.reply);
      outcomes[i] = call.Outcome(status);
    });
  }

  for (std::jthread& thread : threads) thread.join();
  return outcomes;
}
