// SPDX-License-Identifier: Apache-2.0
//
// Futures: a call that is started leaves a std::future behind, and whoever
// needs its outcome waits for that. gRPC has no futures for C++. They are made
// of the callback API, with a promise that the callback keeps.

#include <future>
#include <string>
#include <utility>
#include <vector>

#include "styles.h"

namespace {

std::future<absl::StatusOr<std::string>> Start(helloworld::Greeter::Stub& stub,
                                               const Crowd& crowd, int number) {
  struct PromisedCall : CrowdCall {
    using CrowdCall::CrowdCall;
    std::promise<absl::StatusOr<std::string>> promise;
  };
  auto* const call = new PromisedCall(crowd, number);
  std::future<absl::StatusOr<std::string>> future = call->promise.get_future();
  stub.async()->SayHello(&call->context, &call->request, &call->reply,
                         [call](const grpc::Status& status) {
                           absl::StatusOr<std::string> outcome =
                               call->Outcome(status);
                           std::promise<absl::StatusOr<std::string>> promise =
                               std::move(call->promise);
                           // The context has a share in the channel. Whoever
                           // waits may destroy the other shares at once, and
                           // the last one must not be destroyed here, on a
                           // thread of the channel's own (gRPC 1.51).
                           delete call;
                           promise.set_value(std::move(outcome));
                         });
  return future;
}

}  // namespace

Outcomes CallWithFutures(helloworld::Greeter::Stub& stub, const Crowd& crowd) {
  std::vector<std::future<absl::StatusOr<std::string>>> futures;
  for (int i = 0; i < crowd.calls; ++i) {
    futures.push_back(Start(stub, crowd, i));
  }
  Outcomes outcomes;
  for (auto& future : futures) outcomes.push_back(future.get());
  return outcomes;
}
