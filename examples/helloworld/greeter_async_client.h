// SPDX-License-Identifier: Apache-2.0
//
// The Greeter's client, with the completion-queue API: a call is started with a
// tag, and when it is over the tag comes out of a queue, on a thread of ours.

#ifndef EXAMPLES_HELLOWORLD_GREETER_ASYNC_CLIENT_H_
#define EXAMPLES_HELLOWORLD_GREETER_ASYNC_CLIENT_H_

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"

// Thread-safe: calls may be made on many threads at a time.
class GreeterAsyncClient {
 public:
  // Each call fails with DEADLINE_EXCEEDED if it has no reply after `timeout`.
  GreeterAsyncClient(const std::shared_ptr<grpc::Channel>& channel,
                     absl::Duration timeout);

  // Waits for the calls that are under way. Their `done` must not make others.
  ~GreeterAsyncClient();

  // Takes the server's greeting, or the status of the failed call. Runs once,
  // on the client's thread, and must not block: all other replies wait for it.
  using Done = std::function<void(absl::StatusOr<std::string>)>;

  // A `done` must not destroy the client, whose thread it would have to wait
  // for: its own.
  void SayHello(const std::string& name, Done done);
  void SayHelloAgain(const std::string& name, Done done);

 private:
  // Takes the calls that are over out of the queue, until it is shut down.
  void Drain();

  const std::unique_ptr<helloworld::Greeter::Stub> stub_;
  const absl::Duration timeout_;
  grpc::CompletionQueue queue_;
  std::thread thread_;  // The last member, for it uses queue_.
};

#endif  // EXAMPLES_HELLOWORLD_GREETER_ASYNC_CLIENT_H_
